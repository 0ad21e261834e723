package org.understudy.sim;

/** What the fence device of a made-up machine does. */
public enum FenceMode {
    /** Switches it off. */
    WORKS,
    /** Switches it off and, after a while, on again. */
    CYCLES,
    /** Switches it off just before its time is over. */
    SLOW,
    /** Does nothing and says so. */
    FAILS,
    /** Switches it off and says that it failed. */
    OFF_BUT_FAILS,
    /** Does nothing and never answers. */
    HANGS,
    /** Never answers, and switches it off when nobody waits for it any more. */
    LATE,
    /** Does nothing and says that it switched it off. */
    LIES
}
