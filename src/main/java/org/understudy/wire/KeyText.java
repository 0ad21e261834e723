package org.understudy.wire;

/**
 * Body of {@code POST /v1/cluster/key-step}, from one agent to another.
 *
 * @param text what {@code cluster.key} is to hold from now on: a secret
 */
public record KeyText(String text) {
}
