package org.understudy.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.wire.Json;
import org.understudy.wire.JournalLine;

/**
 * Brings lines to the disk, into the files of one journal or of several, on its own thread. A slow
 * or failing disk costs lines, never time.
 */
final class DiskWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DiskWriter.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration FLUSH = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 200;
    private static final int BATCH = 100;

    private final BlockingQueue<Waiting> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean failing;

    // Of the writing thread alone.
    private final Set<LineFiles> used = new LinkedHashSet<>();
    private long retryAt;

    /** @param reached what is told once all before it is written; those that ask have no line */
    private record Waiting(LineFiles files, JournalLine line, Runnable reached) {
        boolean asks() {
            return line == null;
        }
    }

    DiskWriter(String name, int bound) {
        this.queue = new ArrayBlockingQueue<>(bound);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Never blocks: without room the line is counted and left out. */
    void offer(LineFiles files, JournalLine line) {
        if (closed || !queue.offer(new Waiting(files, line, () -> { }))) {
            dropped.incrementAndGet();
        }
    }

    /** Waits until what was offered before is on the disk or lost, no longer than that. */
    boolean settle(Duration limit) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        return queue.offer(new Waiting(null, null, reached::countDown))
                && reached.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many lines were left out, once, when there is room to say so; otherwise 0. */
    long takeDropped() {
        boolean room = !failing && queue.remainingCapacity() > 1;
        return room ? dropped.getAndSet(0) : 0;
    }

    /** Writes what waits, for at most 2 s. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(FLUSH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn("journal.lost lines={} reason=\"disk did not answer within {}s\"",
                    queue.size() + dropped.get(), FLUSH.toSeconds());
            thread.interrupt();
        }
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                Waiting first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    write(batch(first));
                }
            }
        } catch (InterruptedException end) {
            log.debug("journal.end reason=interrupted");
        } finally {
            closeFiles();
        }
    }

    private List<Waiting> batch(Waiting first) {
        List<Waiting> batch = new ArrayList<>(List.of(first));
        queue.drainTo(batch, BATCH - 1);
        return batch;
    }

    private void write(List<Waiting> batch) {
        List<Waiting> lines = batch.stream().filter(one -> !one.asks()).toList();
        if (failing && System.nanoTime() - retryAt < 0) {
            dropped.addAndGet(lines.size());
        } else {
            Map<LineFiles, List<byte[]>> byFiles = new LinkedHashMap<>();
            lines.forEach(one -> byFiles.computeIfAbsent(one.files(), f -> new ArrayList<>())
                    .add(Json.encode(one.line())));
            byFiles.forEach(this::write);
        }
        batch.forEach(one -> one.reached().run());
    }

    private void write(LineFiles files, List<byte[]> lines) {
        try {
            used.add(files);
            files.write(lines);
            recovered();
        } catch (IOException e) {
            dropped.addAndGet(lines.size());
            failed(e);
        }
    }

    private void failed(IOException e) {
        closeFiles();
        retryAt = System.nanoTime() + RETRY.toNanos();
        if (!failing) {
            log.warn("journal.failing reason=\"{}\" kept=\"in memory\"", e.toString());
        }
        failing = true;
    }

    private void recovered() {
        if (failing) {
            log.info("journal.writing");
        }
        failing = false;
    }

    private void closeFiles() {
        for (LineFiles files : used) {
            try {
                files.close();
            } catch (IOException e) {
                log.debug("journal.close reason=\"{}\"", e.toString());
            }
        }
    }
}
