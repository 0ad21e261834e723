package org.understudy.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.wire.JournalLine;

/** The journal of one node as it is kept here: the latest lines in memory, more on disk. */
final class Book {
    private static final Logger log = LoggerFactory.getLogger(Book.class);
    /** The order of what happened on all nodes: no effect before its cause. */
    static final Comparator<JournalLine> CAUSAL = Comparator.comparingLong(JournalLine::stamp)
            .thenComparing(JournalLine::node).thenComparingLong(JournalLine::number);

    private final Path directory;
    private final LineFiles files;
    private final Memory memory;
    private final DiskWriter writer;
    private boolean forgotten;

    /** Reads what is there. A directory that cannot be read costs a warning only. */
    Book(Path directory, Limits limits, DiskWriter writer) {
        this.directory = directory;
        this.files = new LineFiles(directory, limits.fileBytes());
        this.memory = new Memory(limits.memory());
        this.writer = writer;
        load(limits.memory());
    }

    private void load(int latest) {
        Deque<String> lines = new ArrayDeque<>();
        scan(text -> {
            if (lines.size() == latest) {
                lines.removeFirst();
            }
            return lines.add(text);
        });
        int torn = 0;
        for (String line : lines) {
            Optional<JournalLine> read = LineReader.read(line);
            read.ifPresent(memory::add);
            torn += read.isPresent() ? 0 : 1;
        }
        if (torn > 0) {
            log.warn("journal.torn dir={} lines={}", directory, torn);
        }
        forgotten = lines.size() == latest;
    }

    /** Whether the disk may have lines that are not in memory. */
    boolean forgotten() {
        return forgotten || memory.full();
    }

    Memory memory() {
        return memory;
    }

    void add(JournalLine line) {
        memory.add(line);
        writer.offer(files, line);
    }

    /**
     * The latest lines that are wanted, at most so many, oldest first; from the disk what is no
     * longer in memory.
     *
     * @param text what the text of a line must contain, to save the time of reading the others
     */
    List<JournalLine> latest(String text, Predicate<JournalLine> wanted, int limit) {
        List<JournalLine> remembered = memory.all().stream().filter(wanted).toList();
        if (!forgotten() || remembered.size() >= limit) {
            return last(remembered, limit);
        }
        Deque<JournalLine> found = new ArrayDeque<>();
        scan(raw -> {
            if (raw.contains(text)) {
                LineReader.read(raw).filter(wanted).ifPresent(found::addLast);
            }
            if (found.size() > limit) {
                found.removeFirst();
            }
            return true;
        });
        return last(merged(found, remembered), limit);
    }

    /** The disk is behind the memory, and a line may be in both. */
    private static List<JournalLine> merged(Iterable<JournalLine> disk,
            List<JournalLine> remembered) {
        Map<Long, JournalLine> all = new TreeMap<>();
        disk.forEach(line -> all.put(line.stamp(), line));
        remembered.forEach(line -> all.put(line.stamp(), line));
        return new ArrayList<>(all.values());
    }

    /** Lines with greater numbers, oldest first; from the disk what is no longer in memory. */
    List<JournalLine> after(long number, int limit) {
        List<JournalLine> remembered = memory.after(number, limit);
        if (remembered.isEmpty() || remembered.get(0).number() == number + 1 || !forgotten()) {
            return remembered;
        }
        List<JournalLine> all = new ArrayList<>();
        long end = remembered.get(0).number();
        scan(raw -> {
            LineReader.read(raw).filter(line -> line.number() > number && line.number() < end)
                    .ifPresent(all::add);
            return all.size() < limit;
        });
        all.addAll(remembered);
        return all.subList(0, Math.min(limit, all.size()));
    }

    /** What takes the place of lines that are lost before this one. */
    static JournalLine gap(JournalLine line, long before) {
        return new JournalLine(line.number() - 1, line.stamp() - 1, line.at(), line.node(),
                "journal.gap", Collections.singletonMap("missing",
                Long.toString(line.number() - before - 1)));
    }

    /** The latest lines of any kind, at most so many; back to that moment at least, if it can. */
    List<JournalLine> latest(long from, int limit) {
        List<JournalLine> remembered = memory.all();
        boolean enough = from > 0 && !remembered.isEmpty()
                && LineReader.millis(remembered.get(0)) < from;
        return enough ? last(remembered, limit) : latest("", line -> true, limit);
    }

    private static List<JournalLine> last(List<JournalLine> lines, int limit) {
        return lines.subList(Math.max(0, lines.size() - limit), lines.size());
    }

    /** Lines on disk that follow the one with this stamp, or the first greater one. */
    List<JournalLine> following(long stamp, int limit) {
        List<JournalLine> found = new ArrayList<>();
        boolean[] after = {false};
        scan(raw -> {
            LineReader.read(raw).ifPresent(line -> {
                if (after[0] || line.stamp() > stamp) {
                    found.add(line);
                }
                after[0] |= line.stamp() == stamp;
            });
            return found.size() < limit;
        });
        return found;
    }

    private void scan(LineFiles.Reader reader) {
        try {
            files.read(reader);
        } catch (IOException e) {
            log.warn("journal.unread dir={} reason=\"{}\"", directory, e.toString());
        }
    }
}
