package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** A thread of its own that tries something, and what that was ended by. */
final class Runner {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicReference<Throwable> thrown = new AtomicReference<>();
    private final Thread thread;

    private Runner(JobContract.Trial trial) {
        thread = new Thread(() -> {
            try {
                trial.run();
            } catch (Exception | AssertionError e) {
                thrown.set(e);
            }
        });
        thread.setDaemon(true);
    }

    static Runner of(JobContract.Trial trial) {
        Runner runner = new Runner(trial);
        runner.thread.start();
        return runner;
    }

    void interrupt() {
        thread.interrupt();
    }

    /** What it threw, once it has ended; it must have thrown something. */
    Throwable thrown() throws InterruptedException {
        thread.join(PATIENCE.toMillis());
        assertFalse(thread.isAlive(), "it goes on");
        assertNotNull(thrown.get(), "it ended as if nothing was wrong");
        return thrown.get();
    }
}
