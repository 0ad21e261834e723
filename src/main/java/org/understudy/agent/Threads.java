package org.understudy.agent;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads with names. One that dies of a bug takes the agent with it: systemd starts it anew. */
final class Threads {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);
    private static final int BUG = 70;

    private Threads() {
    }

    /** At most {@code most} at once; beyond that work is refused, never queued. */
    static ExecutorService workers(String name, int most) {
        return new ThreadPoolExecutor(2, most, 30, TimeUnit.SECONDS, new SynchronousQueue<>(),
                named(name));
    }

    /** At most {@code most} at once; the rest waits. For work that is bounded in number itself. */
    static ExecutorService few(String name, int most) {
        ThreadPoolExecutor few = new ThreadPoolExecutor(most, most, 30, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), named(name));
        few.allowCoreThreadTimeOut(true);
        return few;
    }

    static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(Threads::fatal);
            return thread;
        };
    }

    static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setUncaughtExceptionHandler(Threads::fatal);
        thread.start();
    }

    /** Does it again and again, on a thread of its own; it must not take long. */
    static void every(Duration period, Runnable work) {
        every("timer", period, work);
    }

    /** The same on one of this name. */
    static void every(String name, Duration period, Runnable work) {
        Executors.newSingleThreadScheduledExecutor(named(name)).scheduleAtFixedRate(
                () -> guarded(work), 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A timer swallows what its work throws; a bug must not be swallowed. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            fatal(Thread.currentThread(), bug);
        }
    }

    private static void fatal(Thread thread, Throwable bug) {
        LOG.error("agent.bug thread={}", thread.getName(), bug);
        Runtime.getRuntime().halt(BUG);
    }
}
