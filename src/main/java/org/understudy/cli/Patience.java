package org.understudy.cli;

import java.time.Duration;
import java.util.function.Predicate;

/** Waits for the end of what an agent does. */
final class Patience {
    private Patience() {
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
