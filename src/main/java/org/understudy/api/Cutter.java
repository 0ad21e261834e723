package org.understudy.api;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Closes a channel at a deadline, unless closed itself before; that ends what blocks on it. */
final class Cutter implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Closeable channel;
    private final Duration patience;
    private volatile long since = System.nanoTime();
    private volatile boolean cut;

    private Cutter(Duration patience, Closeable channel) {
        this.patience = patience;
        this.channel = channel;
    }

    static Cutter after(Duration deadline, Closeable channel) {
        Cutter cutter = new Cutter(deadline, channel);
        // No lambda: to make one takes a command some half a millisecond.
        Thread thread = new Thread("deadline") {
            @Override
            public void run() {
                cutter.await();
            }
        };
        thread.setDaemon(true);
        thread.start();
        return cutter;
    }

    /** Begins anew with all of its time. */
    void renew() {
        since = System.nanoTime();
    }

    /** Whether the deadline has passed. */
    boolean cut() {
        return cut;
    }

    @Override
    public void close() {
        done.countDown();
    }

    private void await() {
        try {
            long left = patience.toNanos();
            while (left > 0 && !done.await(left, TimeUnit.NANOSECONDS)) {
                left = since + patience.toNanos() - System.nanoTime();
            }
            if (left <= 0) {
                cut = true;
                channel.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("a channel does not close", e);
        }
    }
}
