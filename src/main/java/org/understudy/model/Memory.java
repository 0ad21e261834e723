package org.understudy.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What outlives the agent and the machine. It is on disk before a start or a fence that follows
 * from it begins.
 *
 * @param node whether the cluster leaves this whole node alone
 * @param cluster whether it leaves everything alone: the latest word of any node
 * @param services what is kept of each service, configured at the moment or not
 * @param shot nodes that this one fenced and has not heard since, and in which boot of its own
 * @param fenceTook the longest a fence of each node took that was confirmed
 */
public record Memory(Optional<Freeze> node, ClusterFreeze cluster,
        SortedMap<ServiceName, Kept> services, SortedMap<NodeName, String> shot,
        SortedMap<NodeName, Duration> fenceTook) {
    public static final Memory NONE = new Memory(Optional.empty(), ClusterFreeze.NEVER,
            new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    /**
     * A word about the whole cluster; of two, the one with the greater number holds.
     *
     * @param number of the word, 0 for none yet
     * @param freeze empty when it is thawed; its end is by this node's clock
     * @param lasts how long it was to last from the beginning
     */
    public record ClusterFreeze(long number, Optional<Freeze> freeze, Optional<Duration> lasts) {
        public static final ClusterFreeze NEVER =
                new ClusterFreeze(0, Optional.empty(), Optional.empty());

        /** The same word, taken in by another node at {@code now} of its clock. */
        public ClusterFreeze from(Moment now) {
            return new ClusterFreeze(number, freeze.map(one -> new Freeze(one.author(),
                    one.reason(), now, lasts.map(now::plus))), lasts);
        }
    }

    public Memory {
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
        shot = Collections.unmodifiableSortedMap(new TreeMap<>(shot));
        fenceTook = Collections.unmodifiableSortedMap(new TreeMap<>(fenceTook));
    }
}
