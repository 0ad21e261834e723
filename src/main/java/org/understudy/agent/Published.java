package org.understudy.agent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.understudy.model.Decision;
import org.understudy.model.View;

/** The loop's last round, for everybody else to look at and to wait for. */
final class Published {
    /** What the loop knew and what it decided. */
    record Round(View view, Decision decision) {
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Round round;
    private final AtomicLong rounds = new AtomicLong();

    Published(View first) {
        round = new Round(first, Decision.NONE);
    }

    Round round() {
        return round;
    }

    /** How many there were since the agent started. */
    long rounds() {
        return rounds.get();
    }

    void publish(Round next) {
        round = next;
        rounds.incrementAndGet();
        if (lock.tryLock()) {
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits for a round like this, at most so long; returns the last one either way. */
    Round await(Predicate<Round> wanted, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!wanted.test(round) && System.nanoTime() - end < 0) {
                changed.await(Math.min(end - System.nanoTime(), 100_000_000L),
                        TimeUnit.NANOSECONDS);
            }
            return round;
        } finally {
            lock.unlock();
        }
    }
}
