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
    private volatile boolean cut;

    private Cutter(Closeable channel) {
        this.channel = channel;
    }

    static Cutter after(Duration deadline, Closeable channel) {
        Cutter cutter = new Cutter(channel);
        Thread thread = new Thread(() -> cutter.await(deadline), "deadline");
        thread.setDaemon(true);
        thread.start();
        return cutter;
    }

    /** Whether the deadline has passed. */
    boolean cut() {
        return cut;
    }

    @Override
    public void close() {
        done.countDown();
    }

    private void await(Duration deadline) {
        try {
            if (!done.await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
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
