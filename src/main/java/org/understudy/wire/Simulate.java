package org.understudy.wire;

import java.util.List;

/**
 * Body of {@code POST /v1/simulate}: what would follow if this happened?
 *
 * @param happenings in their order
 * @param services which ones freeze, thaw, switch and fail are about, and which are told of; all
 *     when empty
 * @param config a service file, a cluster.conf or a directory of them on the agent's machine to
 *     take instead of those in force; empty for none
 */
public record Simulate(List<Happening> happenings, List<String> services, String config) {
    /**
     * One thing that happens.
     *
     * @param what {@code crash}, {@code reboot}, {@code shutdown}, {@code cut}, {@code heal},
     *     {@code fail}, {@code freeze}, {@code thaw} or {@code switch}
     * @param whom a node; for cut a link or {@code node:link}; for fail a resource; for freeze and
     *     thaw a service or a node, or empty for the services, or else the cluster
     * @param then whether only once nothing more follows from what came before
     * @param afterMillis how long after the one before, or after that
     */
    public record Happening(String what, String whom, boolean then, long afterMillis) {
    }
}
