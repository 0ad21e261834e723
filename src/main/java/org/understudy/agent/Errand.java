package org.understudy.agent;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
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

    /** Whether the worker has let go of it. */
    boolean isOver() {
        return over.getCount() == 0;
    }

    /** As {@link #endAll} of this one alone. */
    boolean end(Duration limit) {
        return endAll(List.of(this), limit);
    }

    /**
     * Interrupts them and waits until all have let go, so that what follows does not meet them; no
     * longer than the limit for all of them together. Nothing cuts this short: a caller that was
     * interrupted still is.
     *
     * @return whether all have let go
     */
    static boolean endAll(Collection<? extends Errand<?>> errands, Duration limit) {
        errands.forEach(Errand::cancel);
        long last = System.nanoTime() + limit.toNanos();
        boolean interrupted = Thread.interrupted();
        for (Errand<?> one : errands) {
            boolean waits = true;
            while (waits) {
                try {
                    one.over.await(last - System.nanoTime(), TimeUnit.NANOSECONDS);
                    waits = false;
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return errands.stream().allMatch(Errand::isOver);
    }
}
