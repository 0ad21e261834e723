package org.understudy.wire;

import java.util.List;

/**
 * Body of {@code POST /v1/services/{name}/config}: one atomic edit.
 *
 * @param set expressions such as {@code orchestrate=ha} or {@code fs#1.mnt_opt=ro}
 */
public record Edit(List<String> set) {
}
