package org.understudy.wire;

/**
 * Body of {@code POST /v1/services/{name}/delete}.
 *
 * @param yes whether the operator knows that it is down where this node cannot tell
 */
public record Removal(boolean yes) {
}
