package org.understudy.model;

import java.time.Duration;
import java.util.List;

/**
 * Whether a node needs a majority to act, and what it can rely on when others have none.
 *
 * @param on whether a majority is needed
 * @param arbitrators outside witnesses; each gives its vote to one node at a time
 * @param lease how long a vote counts after it was last confirmed
 * @param reset how long after its lease a node that still holds something is reset
 * @param watchdog whether that reset is certain; only then is a majority a proof of exclusion
 */
public record Quorum(boolean on, List<ArbitratorName> arbitrators, Duration lease,
        Duration reset, boolean watchdog) {
    /** So long an arbitrator that was restarted does not vote for somebody else. */
    public static final Duration LONGEST_LEASE = Duration.ofSeconds(60);
    public static final Quorum OFF =
            new Quorum(false, List.of(), Duration.ZERO, Duration.ZERO, false);

    public Quorum {
        arbitrators = List.copyOf(arbitrators);
    }

    /** After this long without a confirmed vote a node has stopped everything or was reset. */
    public Duration certain() {
        return lease.plus(reset).plusNanos(lease.toNanos() / 4);
    }
}
