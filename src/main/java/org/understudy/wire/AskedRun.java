package org.understudy.wire;

import java.util.List;

/**
 * Body of {@code POST /v1/services/{name}/runs}: syncs or tasks to run once, on this node.
 *
 * @param verb {@code sync} or {@code run}
 * @param targets of a sync, {@code nodes} and {@code drpnodes}
 * @param rids which; empty for all syncs, or for the only task
 * @param force a sync also outside its period
 * @param yes whether the operator agreed to a task that asks for it
 */
public record AskedRun(String verb, List<String> targets, List<String> rids, boolean force,
        boolean yes) {
    public AskedRun {
        targets = targets == null ? List.of() : List.copyOf(targets);
        rids = rids == null ? List.of() : List.copyOf(rids);
    }
}
