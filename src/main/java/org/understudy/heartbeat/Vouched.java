package org.understudy.heartbeat;

import java.time.Duration;
import org.understudy.model.Beat;

/** The latest beat, and when it was last told. One thread tells, the senders look: no lock. */
final class Vouched {
    private volatile Beat beat;
    private volatile long at;

    /** The one before. */
    Beat tell(Beat next) {
        Beat before = beat;
        beat = next;
        at = System.nanoTime();
        return before;
    }

    /** Null when none was told yet. */
    Beat beat() {
        return beat;
    }

    /** Whether somebody has told something lately: who tells no more vouches for nothing. */
    boolean lately(long now, Duration bound) {
        return now - at <= bound.toNanos();
    }
}
