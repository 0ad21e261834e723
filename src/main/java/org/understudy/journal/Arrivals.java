package org.understudy.journal;

import java.time.Duration;

/** How many lines of whichever node have come in here, for who waits for the next. */
final class Arrivals {
    private long count;

    synchronized void add() {
        count++;
        notifyAll();
    }

    /** How many have come. */
    synchronized long count() {
        return count;
    }

    /** Returns once more than so many have come, or {@code patience} is over. */
    synchronized void await(long seen, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toMillis();
        while (count <= seen && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
    }
}
