package org.understudy.sim;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What will happen in a made-up world, in the order of its virtual time. */
final class Agenda {
    private record Entry(long nanos, long order, Runnable what) {
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(
            Comparator.comparingLong(Entry::nanos).thenComparingLong(Entry::order));
    private long now;
    private long order;

    /** Virtual nanoseconds since the world began. */
    long now() {
        return now;
    }

    void in(Duration delay, Runnable what) {
        entries.add(new Entry(now + delay.toNanos(), order++, what));
    }

    /** Moves to the next thing and does it; false when nothing is left before {@code end}. */
    boolean step(long end) {
        if (entries.isEmpty() || entries.peek().nanos() > end) {
            now = end;
            return false;
        }
        Entry next = entries.remove();
        now = next.nanos();
        next.what().run();
        return true;
    }
}
