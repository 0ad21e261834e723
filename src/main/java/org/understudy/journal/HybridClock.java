package org.understudy.journal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that orders what happens on several nodes, whatever their wall clocks say: a stamp is
 * greater than all that were taken or heard before it. It follows the fastest wall clock: its upper
 * bits are milliseconds, the lower ones count within one. For any thread; never blocks.
 */
public final class HybridClock {
    private static final int COUNTER_BITS = 20;
    /** In the year 2109; greater ones are nonsense, and would use up the range. */
    private static final long END = 1L << 62;

    private final LongSupplier wall;
    private final AtomicLong last = new AtomicLong();

    /** With this node's wall clock, in milliseconds. */
    public HybridClock(LongSupplier wall) {
        this.wall = wall;
    }

    /** The stamp of what happens now. */
    public long next() {
        long now = stamp(wall.getAsLong(), 0);
        return last.updateAndGet(before -> Math.max(before + 1, now));
    }

    /** Another node, or an earlier life of this one, was at this stamp. */
    public void seen(long stamp) {
        if (valid(stamp)) {
            last.accumulateAndGet(stamp, Math::max);
        }
    }

    static boolean valid(long stamp) {
        return stamp > 0 && stamp < END;
    }

    /** What a line of a release without stamps would have had. */
    static long stamp(long millis, long number) {
        long within = Math.max(0, Math.min(millis, (END >> COUNTER_BITS) - 1));
        return within << COUNTER_BITS | number & (1L << COUNTER_BITS) - 1;
    }
}
