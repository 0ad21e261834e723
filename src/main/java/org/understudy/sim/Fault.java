package org.understudy.sim;

import java.time.Duration;
import java.util.Locale;

/**
 * One piece of trouble in a made-up world, drawn before the world begins.
 *
 * @param at when it begins
 * @param kind what it is
 * @param node index of the node it befalls
 * @param other index of a second node, or a set of nodes as bits
 * @param link index of a link; negative for every link
 * @param amount how much: percent, milliseconds, or which one of several
 * @param lasts after this it is over
 */
record Fault(Duration at, Kind kind, int node, int other, int link, int amount, Duration lasts) {
    /** What can befall a cluster. */
    enum Kind {
        POWER_LOSS, BLACKOUT, AGENT_DIES, AGENT_RESTARTS, ROLLING_RESTART, PAUSE, STALL,
        CUT_ONE_WAY, CUT_BOTH_WAYS, PARTITION, FLAPPING, LOSS, LAG, FENCE_DEVICE, STARTS_FAIL,
        STOPS_FAIL, STEPS_HANG, SLOW_STEPS, BLIND, SLOW_PROBES, RESOURCE_DIES, RESOURCE_SICK,
        COMMAND, COMMAND_TWICE, NODE_COMMAND, SHUTDOWN, OVERLOAD, VOUCHED, EDIT,
        CLOCK_STEP, ARBITRATOR_LOST, ARBITRATOR_CUT, ARBITRATOR_DEAF, ARBITRATOR_LATE
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%9.3fs %s node=n%d other=%d link=%d amount=%d lasts=%.3fs", at.toMillis() / 1e3,
                kind.name().toLowerCase(Locale.ROOT), node + 1, other, link, amount,
                lasts.toMillis() / 1e3);
    }
}
