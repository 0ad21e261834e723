package org.understudy.wire;

/**
 * Body of {@code POST /v1/cluster/release}: a node that leaves asks one that stays.
 *
 * @param node the one that leaves
 * @param dryRun whether only what would be wrong with it is to be told
 */
public record Release(String node, boolean dryRun) {
}
