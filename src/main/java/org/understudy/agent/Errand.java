package org.understudy.agent;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work that a worker does: its answer, and whether the worker has really let go of it. */
final class Errand<T> {
    private final FutureTask<T> task;
    private final CountDownLatch over = new CountDownLatch(1);

    private Errand(Callable<T> work) {
        task = new FutureTask<>(work);
    }

    /** @throws java.util.concurrent.RejectedExecutionException when no worker is free */
    static <T> Errand<T> of(ExecutorService workers, Callable<T> work) {
        Errand<T> errand = new Errand<>(work);
        workers.execute(() -> {
            errand.task.run();
            errand.over.countDown();
        });
        return errand;
    }

    T get() throws InterruptedException, ExecutionException {
        return task.get();
    }

    T get(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Interrupts it, and does not wait until it has let go. */
    void cancel() {
        task.cancel(true);
    }

    /**
     * Interrupts it and waits until it has let go, so that what follows does not meet it; not
     * longer than the limit. Nothing cuts this short: a caller that was interrupted still is.
     */
    void end(Duration limit) {
        task.cancel(true);
        long last = System.nanoTime() + limit.toNanos();
        boolean interrupted = Thread.interrupted();
        boolean waits = true;
        while (waits) {
            try {
                over.await(last - System.nanoTime(), TimeUnit.NANOSECONDS);
                waits = false;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
