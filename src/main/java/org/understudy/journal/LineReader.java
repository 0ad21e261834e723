package org.understudy.journal;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Json;
import org.understudy.wire.Shapes;

/** Text of a file or of the network to journal lines, if it is one. */
final class LineReader {
    private static final int LONGEST_WORD = 300;

    private LineReader() {
    }

    /** A line of this node's own disk; empty for what is torn, foreign, or makes no sense. */
    static Optional<JournalLine> read(String text) {
        return sensible(() -> Shapes.read(text, JournalLine.class));
    }

    /** A line that another node sent, with nothing missing. */
    static Optional<JournalLine> strictly(byte[] bytes) {
        return sensible(() -> Json.decode(bytes, JournalLine.class))
                .filter(line -> HybridClock.valid(line.stamp()));
    }

    private static Optional<JournalLine> sensible(Supplier<JournalLine> source) {
        try {
            JournalLine line = source.get();
            boolean whole = line != null && line.number() > 0 && line.stamp() >= 0
                    && word(line.at()) && word(line.node()) && word(line.event())
                    && !line.facts().containsValue(null);
            return whole ? Optional.of(stamped(line)) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException notALine) {
            return Optional.empty();
        }
    }

    private static boolean word(String text) {
        return !text.isBlank() && text.length() <= LONGEST_WORD;
    }

    /** Releases before the stamps are ordered by their wall clock. */
    private static JournalLine stamped(JournalLine line) {
        long millis = millis(line);
        return line.stamp() != 0 ? line : new JournalLine(line.number(),
                HybridClock.stamp(millis, line.number()), line.at(), line.node(), line.event(),
                line.facts());
    }

    /** When it was written, by its node's wall clock. */
    static long millis(JournalLine line) {
        return OffsetDateTime.parse(line.at()).toInstant().toEpochMilli();
    }
}
