package org.understudy.heartbeat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which of this node's own numbers have left lately. A beat that echoes only older ones left its
 * sender long ago, and somebody on the way has held it back: a relay could show a dead node alive
 * by that. Of the receiving thread alone.
 */
final class Recent {
    private static final int SAMPLES = 16;

    private final long bound;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** What had left by then. */
    private record Sample(long number, long at) {
    }

    /** @param bound within it is lately */
    Recent(Duration bound) {
        this.bound = bound.toNanos();
    }

    /**
     * Whether it is, or nothing is known of that time.
     *
     * @param sent the last number that has left
     * @param now in nanoseconds
     */
    boolean is(long echoed, long sent, long now) {
        if (samples.isEmpty() || now - samples.getLast().at() > bound / SAMPLES) {
            samples.add(new Sample(sent, now));
        }
        Sample old = null;
        while (now - samples.getFirst().at() > bound) {
            old = samples.poll();
        }
        if (old != null) {
            samples.addFirst(old);
        }
        return old == null || echoed >= old.number();
    }
}
