package org.understudy.heartbeat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What is said of how a link is: each change once. One that changes again and again is said to flap
 * and then left alone until it holds still. Used by one thread at a time.
 */
final class Health {
    static final Duration CALM = Duration.ofMinutes(1);
    private static final int MOST = 6;

    private final Consumer<Said> out;
    private final Deque<Long> changes = new ArrayDeque<>();
    private volatile String now = "";
    private boolean flaps;

    /**
     * What there is to say.
     *
     * @param state empty when it works
     * @param flaps whether nothing more is said before it holds still
     */
    record Said(String state, boolean flaps) {
    }

    Health(Consumer<Said> out) {
        this.out = out;
    }

    /** How it was at the last look; empty when it worked. */
    String state() {
        return now;
    }

    /**
     * How it is.
     *
     * @param state empty when it works, else what is wrong
     * @param nanos of the monotonic clock
     */
    synchronized void is(String state, long nanos) {
        boolean changed = changes.isEmpty() && now.isEmpty() || !state.equals(now);
        if (changed) {
            now = state;
            changes.add(nanos);
        }
        while (changes.size() > 1 && nanos - changes.peek() > CALM.toNanos()) {
            changes.poll();
        }
        if (flaps && nanos - changes.getLast() > CALM.toNanos()) {
            flaps = false;
            out.accept(new Said(now, false));
        } else if (changed && !flaps) {
            flaps = changes.size() > MOST;
            out.accept(new Said(now, flaps));
        }
    }
}
