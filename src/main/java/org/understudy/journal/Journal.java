package org.understudy.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.understudy.model.JournalEntry;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Json;
import org.understudy.wire.PageCodec;

/**
 * What happened here and why: numbered lines, the latest in memory, all on disk within a bound.
 * Numbers go on where the last agent stopped.
 */
public final class Journal implements AutoCloseable {
    private static final List<Integer> LONGEST_FACTS = List.of(4_000, 200, 60);
    private static final int MANY_FACTS = 30;

    private final DateTimeFormatter wallClock;
    private final DiskWriter writer;
    private final Book book;
    private final HybridClock clock;
    private final Arrivals arrivals;
    private final long firstOfThisLife;
    private volatile Runnable listener = () -> { };
    private long last;

    /**
     * Reads what is there. A directory that cannot be read or written costs a warning only.
     *
     * @param directory made when it is not there
     * @param zone in which the lines show the time
     * @param limits the bounds
     * @param clock gives each line its stamp
     */
    public Journal(Path directory, ZoneId zone, Limits limits, HybridClock clock) {
        this(directory, zone, limits, clock, new Arrivals());
    }

    Journal(Path directory, ZoneId zone, Limits limits, HybridClock clock, Arrivals arrivals) {
        this.wallClock = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
                .withZone(zone);
        this.clock = clock;
        this.arrivals = arrivals;
        this.writer = new DiskWriter("journal-writer", limits.queue());
        this.book = new Book(directory, limits, writer);
        for (JournalLine line : book.memory().all()) {
            clock.seen(line.stamp());
            // The last one may have a smaller number: of an agent that could not read the others.
            last = Math.max(last, line.number());
        }
        firstOfThisLife = last + 1;
        writer.start();
    }

    /** Numbers the entry and remembers it; the disk follows on its own thread. Never blocks. */
    public void append(JournalEntry entry) {
        synchronized (this) {
            long lost = writer.takeDropped();
            if (lost > 0) {
                add(new JournalEntry(entry.at(), entry.node(), "journal.dropped",
                        Map.of("count", Long.toString(lost))));
            }
            add(entry);
        }
        listener.run();
    }

    /** Who is told of each new line, on the thread that wrote it; must not block. */
    void listener(Runnable next) {
        listener = next;
    }

    Book book() {
        return book;
    }

    /** The number of the latest line; 0 without any. */
    public long last() {
        return book.memory().last();
    }

    /** At most {@code limit} lines with greater numbers, as far as they are in memory. */
    public List<JournalLine> after(long number, int limit) {
        return book.memory().after(number, limit);
    }

    /**
     * All lines with greater numbers, at most so many, from the disk too. Where some are lost there
     * is a {@code journal.gap} that counts them, unless it is all that are asked for, by 0.
     */
    public List<JournalLine> told(long number, int limit) {
        List<JournalLine> told = new ArrayList<>();
        long before = number;
        for (JournalLine line : book.after(number, limit)) {
            if (before > 0 && line.number() > before + 1) {
                told.add(Book.gap(line, before));
            }
            told.add(line);
            before = line.number();
        }
        return told;
    }

    /** The last number, as soon as it is greater than that or after {@code patience}. */
    public long last(long number, Duration patience) throws InterruptedException {
        book.memory().after(number, 1, patience);
        return book.memory().last();
    }

    /** As {@link #after(long, int)}, but waits up to {@code patience} for the first one. */
    public List<JournalLine> after(long number, int limit, Duration patience)
            throws InterruptedException {
        return book.memory().after(number, limit, patience);
    }

    /**
     * What follows the line with this stamp, in the order of writing. If there is no such line (any
     * more), all later ones and those of this life: an earlier life may have sent lines which it
     * could not write down before it was killed, and this one may have begun with smaller stamps.
     */
    List<JournalLine> following(long stamp, int limit) {
        List<JournalLine> kept = book.memory().all();
        boolean forgotten = book.forgotten() && (kept.isEmpty()
                || stamp < kept.get(0).stamp());
        if (forgotten) {
            List<JournalLine> older = book.following(stamp, limit);
            if (!older.isEmpty()) {
                return older;
            }
        }
        int at = kept.size() - 1;
        while (at >= 0 && kept.get(at).stamp() != stamp) {
            at--;
        }
        boolean found = at >= 0;
        return kept.subList(at + 1, kept.size()).stream().filter(line -> found
                || line.stamp() > stamp || line.number() >= firstOfThisLife)
                .limit(limit).toList();
    }

    /** Waits until what was appended before is on the disk or lost, no longer than that. */
    public boolean settle(Duration limit) throws InterruptedException {
        return writer.settle(limit);
    }

    /** Brings what waits to the disk, for at most 2 s. */
    @Override
    public void close() {
        writer.close();
    }

    private void add(JournalEntry entry) {
        JournalLine line = bounded(new JournalLine(++last, clock.next(),
                wallClock.format(entry.at()), entry.node().value(), entry.event(),
                entry.facts()));
        book.add(line);
        arrivals.add();
    }

    /** What a command printed may be long; a line that no other node takes is of little use. */
    private static JournalLine bounded(JournalLine line) {
        JournalLine cut = line;
        for (int longest : LONGEST_FACTS) {
            cut = cut(cut, longest);
            if (Json.encode(cut).length < PageCodec.MAX_LINE) {
                return cut;
            }
        }
        return cut;
    }

    private static JournalLine cut(JournalLine line, int longest) {
        if (line.facts().size() <= MANY_FACTS
                && line.facts().values().stream().allMatch(fact -> fact.length() <= longest)) {
            return line;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        line.facts().entrySet().stream().limit(MANY_FACTS)
                .forEach(fact -> facts.put(fact.getKey(), cut(fact.getValue(), longest)));
        return new JournalLine(line.number(), line.stamp(), line.at(), line.node(), line.event(),
                facts);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }
}
