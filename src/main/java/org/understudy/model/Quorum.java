package org.understudy.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.understudy.model.Rules.MonitorAction;

/**
 * Whether a node needs a majority to act, and what it can rely on when others have none.
 *
 * @param on whether a majority is needed
 * @param arbitrators outside witnesses; each gives its vote to one node at a time
 * @param lease how long a vote counts after it was last confirmed
 * @param reset how long after its lease a node that still holds something is reset
 * @param split how a machine is ended that lost its majority while something is up there that
 *     others could start, CRASH or REBOOT; empty: only that is stopped
 * @param watchdog whether this node is to have a hardware watchdog for that; what the others have,
 *     and so whether a majority is a proof of exclusion, each of them tells: {@link Guard}
 */
public record Quorum(boolean on, List<ArbitratorName> arbitrators, Duration lease,
        Duration reset, Optional<MonitorAction> split, boolean watchdog) {
    /** So long an arbitrator that was restarted does not vote for somebody else. */
    public static final Duration LONGEST_LEASE = Duration.ofSeconds(60);
    /** A watchdog with a longer timeout would reset its node too late. */
    public static final Duration RESET = Duration.ofSeconds(10);
    public static final Quorum OFF =
            new Quorum(false, List.of(), Duration.ZERO, Duration.ZERO, false);

    /** One in which services are stopped and the machine goes on. */
    public Quorum(boolean on, List<ArbitratorName> arbitrators, Duration lease, Duration reset,
            boolean watchdog) {
        this(on, arbitrators, lease, reset, Optional.empty(), watchdog);
    }

    public Quorum {
        arbitrators = List.copyOf(arbitrators);
    }

    /** After this long without a confirmed vote a node has stopped everything or was reset. */
    public Duration certain() {
        return lease.plus(reset).plusNanos(lease.toNanos() / 4);
    }
}
