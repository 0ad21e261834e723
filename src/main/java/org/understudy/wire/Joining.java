package org.understudy.wire;

/**
 * Body of {@code POST /v1/cluster/join}.
 *
 * @param token as a member printed it
 * @param update whether this node is a member that takes the newer file of its own cluster
 */
public record Joining(String token, boolean update) {
}
