package org.understudy.exec;

import java.time.Duration;

/**
 * A moment on the monotonic clock after which nobody waits any more.
 *
 * @param nanos as {@link System#nanoTime()} counts
 */
public record Deadline(long nanos) {
    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left, never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    public boolean passed() {
        return nanos - System.nanoTime() <= 0;
    }

    /** The earlier of this one and one in {@code duration}: a step's own limit inside a budget. */
    public Deadline atMost(Duration duration) {
        Deadline other = in(duration);
        return other.nanos - nanos < 0 ? other : this;
    }
}
