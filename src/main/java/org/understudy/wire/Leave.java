package org.understudy.wire;

/**
 * Body of {@code POST /v1/cluster/leave}.
 *
 * @param yes whether the operator agrees to what follows
 * @param dryRun whether only what follows is to be told
 * @param force whether what no other node starts is stopped all the same
 */
public record Leave(boolean yes, boolean dryRun, boolean force) {
}
