package org.understudy.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * When a task ran last, and how that ended; in a file, which outlives the agent.
 *
 * @param begun when the last run began
 * @param ended when the last run that has an end ended; empty while there was none
 * @param outcome {@code exit 0}, or why there is no exit code
 */
record LastRun(Instant begun, Optional<Instant> ended, String outcome) {
    private static final String FINE = "exit 0";

    boolean ok() {
        return outcome.equals(FINE);
    }

    /** Whether the run that began last has an end. */
    boolean isOver() {
        return ended.filter(at -> !at.isBefore(begun)).isPresent();
    }

    /** The exit code in words of a status: {@code 3}, or why there is none. */
    String code() {
        return outcome.replaceFirst("^exit ", "");
    }

    /** As the file says it; empty without a file, or with one that a full disk left empty. */
    static Optional<LastRun> read(Path file) {
        try {
            String[] lines = Files.readString(file).split("\n");
            return lines.length < 3 ? Optional.empty() : Optional.of(new LastRun(
                    Instant.parse(lines[0]), lines[1].isEmpty() ? Optional.empty()
                            : Optional.of(Instant.parse(lines[1])), lines[2]));
        } catch (IOException | DateTimeException none) {
            return Optional.empty();
        }
    }

    /** Replaces the file. */
    void write(Path file, Site site) {
        try {
            Site.replace(file, begun + "\n" + ended.map(Instant::toString).orElse("") + "\n"
                    + outcome + "\n");
        } catch (IOException e) {
            throw site.failure("remember its run", file + " written", e.toString());
        }
    }
}
