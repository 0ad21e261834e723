package org.understudy.agent;

import java.time.Duration;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** So many services are acted upon at once; the others wait, the important ones first. */
final class Turns {
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ThreadPoolExecutor workers;
    private final AtomicLong count = new AtomicLong();

    Turns(int parallel) {
        workers = new ThreadPoolExecutor(parallel, parallel, IDLE.toSeconds(), TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(), Threads.named("action"));
        workers.allowCoreThreadTimeOut(true);
    }

    /** A service waits for one turn at a time, so their number bounds the queue. */
    void take(int priority, Runnable work) {
        workers.execute(new Turn(priority, count.incrementAndGet(), work));
    }

    /** Smaller priorities go first; of the same, who came first. */
    private record Turn(int priority, long number, Runnable work)
            implements Runnable, Comparable<Turn> {
        @Override
        public void run() {
            work.run();
        }

        @Override
        public int compareTo(Turn other) {
            return priority != other.priority ? Integer.compare(priority, other.priority)
                    : Long.compare(number, other.number);
        }
    }
}
