package org.understudy.wire;

/**
 * Body of {@code POST /v1/files/{name}/take}.
 *
 * @param node whose file is to be everybody's
 */
public record Taking(String node) {
}
