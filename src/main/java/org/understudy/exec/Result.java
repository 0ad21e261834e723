package org.understudy.exec;

import java.time.Duration;

/**
 * How a command ended.
 *
 * @param ending EXITED with a code, KILLED at its deadline, or MISSING: not found, not executable
 * @param exit the exit code; -1 unless EXITED
 * @param out at most the first 64 KiB of stdout
 * @param err at most the first 64 KiB of stderr
 * @param took from start to end
 */
public record Result(Ending ending, int exit, String out, String err, Duration took) {
    public enum Ending { EXITED, KILLED, MISSING }

    public boolean ok() {
        return ending == Ending.EXITED && exit == 0;
    }

    /** One line for people: {@code exit 1: no such device}. */
    public String summary() {
        String said = err.isBlank() ? out.strip() : err.strip();
        String tail = said.isEmpty() ? "" : ": " + said.lines().findFirst().orElse("");
        return switch (ending) {
            case EXITED -> "exit " + exit + tail;
            case KILLED -> "killed at its deadline after " + took.toMillis() + "ms" + tail;
            case MISSING -> "cannot be run" + tail;
        };
    }
}
