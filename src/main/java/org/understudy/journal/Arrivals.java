package org.understudy.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.understudy.wire.JournalLine;

/** The latest lines of all nodes in the order in which they came in here, for who follows. */
final class Arrivals {
    private final int bound;
    private final Deque<JournalLine> lines = new ArrayDeque<>();
    private long count;

    Arrivals(int bound) {
        this.bound = bound;
    }

    synchronized void add(JournalLine line) {
        if (lines.size() == bound) {
            lines.removeFirst();
        }
        lines.addLast(line);
        count++;
        notifyAll();
    }

    /** How many have come. */
    synchronized long count() {
        return count;
    }

    /** Those that came after so many, once there is one or {@code patience} is over. */
    synchronized List<JournalLine> after(long seen, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toMillis();
        while (count <= seen && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        long fresh = Math.min(lines.size(), Math.max(0, count - seen));
        return new ArrayList<>(lines).subList((int) (lines.size() - fresh), lines.size());
    }
}
