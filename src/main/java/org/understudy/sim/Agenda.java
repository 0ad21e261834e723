package org.understudy.sim;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What will happen once in a made-up world, in the order of its virtual time. */
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

    void at(long next) {
        now = next;
    }

    void in(Duration delay, Runnable what) {
        entries.add(new Entry(now + delay.toNanos(), order++, what));
    }

    /** When the next thing happens. */
    long next() {
        return entries.isEmpty() ? Long.MAX_VALUE : entries.peek().nanos();
    }

    void step() {
        entries.remove().what().run();
    }
}
