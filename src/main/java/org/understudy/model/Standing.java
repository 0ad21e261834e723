package org.understudy.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a node tells of itself as a whole.
 *
 * @param frozen whether the cluster leaves the node alone
 * @param cluster its latest word about the whole cluster
 * @param vitals how well it is
 * @param fencings its last tries to fence others
 * @param fenceTook the longest confirmed fence it has seen; zero when none
 * @param votes of arbitrators that it holds
 * @param lost nodes it has not heard for so long that they were reset, if its vote was needed
 * @param files digest over the versions of its files; empty where they are not told
 * @param guard what resets it when it does not act as it should
 */
public record Standing(boolean frozen, Memory.ClusterFreeze cluster, Vitals vitals,
        SortedMap<NodeName, Shot> fencings, Duration fenceTook, Set<ArbitratorName> votes,
        Set<NodeName> lost, String files, Guard guard) {
    public static final Standing PLAIN = new Standing(false, Memory.ClusterFreeze.NEVER,
            Vitals.UNKNOWN, new TreeMap<>(), Duration.ZERO, Set.of(), Set.of());

    /**
     * A try to fence a node.
     *
     * @param phase how far it is
     * @param machine the boot that was to be ended
     */
    public record Shot(Fencing.Phase phase, String machine) {
    }

    /** Of a node that does not tell of its files. */
    public Standing(boolean frozen, Memory.ClusterFreeze cluster, Vitals vitals,
            SortedMap<NodeName, Shot> fencings, Duration fenceTook, Set<ArbitratorName> votes,
            Set<NodeName> lost) {
        this(frozen, cluster, vitals, fencings, fenceTook, votes, lost, "",
                Guard.NONE);
    }

    public Standing {
        fencings = Collections.unmodifiableSortedMap(new TreeMap<>(fencings));
        votes = Collections.unmodifiableSet(new TreeSet<>(votes));
        lost = Collections.unmodifiableSet(new TreeSet<>(lost));
    }
}
