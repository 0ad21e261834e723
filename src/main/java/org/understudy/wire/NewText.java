package org.understudy.wire;

import java.util.List;

/**
 * Body of {@code POST /v1/…/config/text} and {@code POST /v1/services/{name}/create}.
 *
 * @param text of the whole file
 * @param base checksum of the text it was made from; empty for a new file
 * @param set expressions on top of it, for a new file
 */
public record NewText(String text, String base, List<String> set) {
}
