package org.understudy.cli;

import java.time.Duration;

/** Wakes who draws: at once for a key or another size, for news no sooner than it may look. */
final class Bell {
    private boolean urgent;
    private boolean news;
    private boolean over;

    /** Something has happened that may change what is shown. */
    synchronized void news() {
        news = true;
        notifyAll();
    }

    /** What is shown has to be drawn anew, as it is. */
    synchronized void redraw() {
        urgent = true;
        notifyAll();
    }

    /** It is over. */
    synchronized void quit() {
        over = true;
        notifyAll();
    }

    synchronized boolean over() {
        return over;
    }

    /**
     * Waits; counts from a moment of {@link System#nanoTime}.
     *
     * @param soonest after which news are looked at
     * @param latest after which there is a look without any
     * @return whether to look; else only to draw, or to end
     */
    synchronized boolean await(long since, Duration soonest, Duration latest)
            throws InterruptedException {
        long left = left(since, news ? soonest : latest);
        while (!over && !urgent && left > 0) {
            wait(left / 1_000_000 + 1);
            left = left(since, news ? soonest : latest);
        }
        urgent = false;
        news &= left > 0;
        return left <= 0;
    }

    private static long left(long since, Duration time) {
        return since + time.toNanos() - System.nanoTime();
    }
}
