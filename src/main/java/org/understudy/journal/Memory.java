package org.understudy.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.understudy.wire.JournalLine;

/** The latest lines, for reading. Its lock is held for as long as a list is copied. */
final class Memory {
    private final int bound;
    private final Deque<JournalLine> lines = new ArrayDeque<>();

    Memory(int bound) {
        this.bound = bound;
    }

    synchronized void add(JournalLine line) {
        if (lines.size() == bound) {
            lines.removeFirst();
        }
        lines.addLast(line);
        notifyAll();
    }

    /** The number of the latest line; 0 without any. */
    synchronized long last() {
        return lines.isEmpty() ? 0 : lines.getLast().number();
    }

    /** All of them, oldest first. */
    synchronized List<JournalLine> all() {
        return List.copyOf(lines);
    }

    /** Whether lines have been forgotten, or may have been. */
    synchronized boolean full() {
        return lines.size() == bound;
    }

    synchronized List<JournalLine> after(long number, int limit) {
        List<JournalLine> found = new ArrayList<>();
        for (JournalLine line : lines) {
            if (line.number() > number && found.size() < limit) {
                found.add(line);
            }
        }
        return found;
    }

    /** As {@link #after}, once there is one or {@code patience} is over. */
    synchronized List<JournalLine> after(long number, int limit, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toMillis();
        while (last() <= number && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        return after(number, limit);
    }
}
