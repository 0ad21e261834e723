package org.understudy.wire;

import java.util.List;

/**
 * Body of {@code POST /v1/…/config}: one atomic edit.
 *
 * @param set expressions such as {@code orchestrate=ha} or {@code fs#1.tags+=a}
 * @param unset keys or sections to take away, after that
 */
public record Edit(List<String> set, List<String> unset) {
}
