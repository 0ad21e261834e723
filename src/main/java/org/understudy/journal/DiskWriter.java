package org.understudy.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.wire.Json;
import org.understudy.wire.JournalLine;

/** Brings lines to the disk on its own thread. A slow or failing disk costs lines, never time. */
final class DiskWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DiskWriter.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration FLUSH = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 200;
    private static final int BATCH = 100;

    private final LineFiles files;
    private final BlockingQueue<JournalLine> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread = new Thread(this::run, "journal-writer");
    private volatile boolean closed;
    private volatile boolean failing;

    // Of the writing thread alone.
    private long retryAt;

    DiskWriter(LineFiles files, int bound) {
        this.files = files;
        this.queue = new ArrayBlockingQueue<>(bound);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Never blocks: without room the line is counted and left out. */
    void offer(JournalLine line) {
        if (closed || !queue.offer(line)) {
            dropped.incrementAndGet();
        }
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
                JournalLine first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
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

    private List<JournalLine> batch(JournalLine first) {
        List<JournalLine> batch = new ArrayList<>(List.of(first));
        queue.drainTo(batch, BATCH - 1);
        return batch;
    }

    private void write(List<JournalLine> batch) {
        if (failing && System.nanoTime() - retryAt < 0) {
            dropped.addAndGet(batch.size());
            return;
        }
        try {
            files.write(batch.stream().map(Json::encode).toList());
            recovered();
        } catch (IOException e) {
            dropped.addAndGet(batch.size());
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
        try {
            files.close();
        } catch (IOException e) {
            log.debug("journal.close reason=\"{}\"", e.toString());
        }
    }
}
