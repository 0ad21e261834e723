package org.understudy.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for the end of what an agent does. */
final class Patience {
    private Patience() {
    }

    /** Lets so much time pass before another try; an interrupt ends it. */
    static void pause(Duration time) {
        try {
            if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts that down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the agent, which takes its time to answer. */
    interface Question<T> {
        T ask() throws Failure;
    }

    /** Asks again while it is pending, for at most so long; the last answer. */
    static <T> T until(Duration time, T first, Predicate<T> pending, Question<T> next)
            throws Failure {
        long end = System.nanoTime() + time.toNanos();
        T last = first;
        while (pending.test(last) && System.nanoTime() - end < 0) {
            last = next.ask();
        }
        return last;
    }
}
