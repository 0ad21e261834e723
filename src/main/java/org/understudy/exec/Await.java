package org.understudy.exec;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again until something holds or a deadline passes: the one place that polls. */
public final class Await {
    private Await() {
    }

    /** Something that may come to hold by itself. */
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    /**
     * Waits for a condition.
     *
     * @param every the pause between two looks
     * @return whether it held by the deadline; it is looked at once even when that has passed
     */
    public static boolean until(Condition condition, Duration every, Deadline deadline)
            throws InterruptedException {
        while (!condition.holds()) {
            if (deadline.passed()) {
                return false;
            }
            pause(every, deadline);
        }
        return true;
    }

    private static void pause(Duration every, Deadline deadline) throws InterruptedException {
        LockSupport.parkNanos(Math.min(every.toNanos(), deadline.left().toNanos()));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
