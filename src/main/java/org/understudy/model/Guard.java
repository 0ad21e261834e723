package org.understudy.model;

import java.time.Duration;

/**
 * What ends a node for certain that does not act as it should: a hardware watchdog. A node that
 * tells of one has nothing that others could start unless it is armed; while it acts, it feeds it.
 *
 * @param timeout so long after it was last fed it resets the machine; zero where there is none
 * @param certain so long after its last vote the node was reset; zero where it needs no votes
 * @param disk whether it is armed all the time, and fed only while the node can read on a shared
 *     disk whether it is to end
 */
public record Guard(Duration timeout, Duration certain, boolean disk) {
    public static final Guard NONE = new Guard(Duration.ZERO, Duration.ZERO);

    /** Of one that reads no disk. */
    public Guard(Duration timeout, Duration certain) {
        this(timeout, certain, false);
    }
}
