package org.understudy.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.model.JournalEntry;
import org.understudy.wire.Json;
import org.understudy.wire.JournalLine;

/**
 * What happened here and why: numbered lines, the latest in memory, all on disk within a bound.
 * Numbers go on where the last agent stopped.
 */
public final class Journal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    private final DateTimeFormatter wallClock;
    private final Memory memory;
    private final DiskWriter writer;
    private long last;

    /**
     * Reads what is there. A directory that cannot be read or written costs a warning only.
     *
     * @param directory made when it is not there
     * @param zone in which the lines show the time
     * @param limits the bounds
     */
    public Journal(Path directory, ZoneId zone, Limits limits) {
        wallClock = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
                .withZone(zone);
        memory = new Memory(limits.memory());
        LineFiles files = new LineFiles(directory, limits.fileBytes());
        load(files, directory, limits.memory());
        last = memory.last();
        writer = new DiskWriter(files, limits.queue());
        writer.start();
    }

    /** Numbers the entry and remembers it; the disk follows on its own thread. Never blocks. */
    public synchronized void append(JournalEntry entry) {
        long lost = writer.takeDropped();
        if (lost > 0) {
            add(new JournalEntry(entry.at(), entry.node(), "journal.dropped",
                    Map.of("count", Long.toString(lost))));
        }
        add(entry);
    }

    /** The number of the latest line; 0 without any. */
    public long last() {
        return memory.last();
    }

    /** At most {@code limit} lines with greater numbers, as far as they are in memory. */
    public List<JournalLine> after(long number, int limit) {
        return memory.after(number, limit);
    }

    /** As {@link #after(long, int)}, but waits up to {@code patience} for the first one. */
    public List<JournalLine> after(long number, int limit, Duration patience)
            throws InterruptedException {
        return memory.after(number, limit, patience);
    }

    /** Brings what waits to the disk, for at most 2 s. */
    @Override
    public void close() {
        writer.close();
    }

    private void add(JournalEntry entry) {
        JournalLine line = new JournalLine(++last, wallClock.format(entry.at()),
                entry.node().value(), entry.event(), entry.facts());
        memory.add(line);
        writer.offer(line);
    }

    private void load(LineFiles files, Path directory, int latest) {
        try {
            int torn = 0;
            List<String> lines = files.read();
            for (String line : lines.subList(Math.max(0, lines.size() - latest), lines.size())) {
                torn += remember(line) ? 0 : 1;
            }
            if (torn > 0) {
                log.warn("journal.torn dir={} lines={}", directory, torn);
            }
        } catch (IOException e) {
            log.warn("journal.unread dir={} reason=\"{}\"", directory, e.toString());
        }
    }

    private boolean remember(String line) {
        try {
            memory.add(Json.decode(line.getBytes(StandardCharsets.UTF_8), JournalLine.class));
            return true;
        } catch (IllegalArgumentException notALine) {
            return false;
        }
    }
}
