package org.understudy.exec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command to run: an argument list, never shell text.
 *
 * @param argv the program and its arguments
 * @param deadline TERM at this moment, KILL two seconds later, for the whole process group
 * @param environment added to the agent's own
 * @param output file that takes stdout and stderr, for programs which leave a daemon behind that
 *     must not hold our pipe; empty: both are read, bounded, into the result
 * @param input what it may read on stdin, at most 32 KiB, which a pipe holds whatever it reads
 * @param glance it starts no other program and changes nothing, so that it needs no group of its
 *     own to end, and may outlive the agent
 */
public record Command(List<String> argv, Deadline deadline, Map<String, String> environment,
        Optional<Path> output, String input, boolean glance) {
    private static final int MOST_INPUT = 32 << 10;

    public Command {
        if (input.getBytes(StandardCharsets.UTF_8).length > MOST_INPUT) {
            throw new IllegalArgumentException("expected at most " + MOST_INPUT
                    + " bytes of input, got " + input.length());
        }
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    /** One with nothing to read. */
    public Command(List<String> argv, Deadline deadline, Map<String, String> environment,
            Optional<Path> output) {
        this(argv, deadline, environment, output, "", false);
    }

    /** What makes no more than a look at the machine: half of the time it took was its group's. */
    public static Command glance(Deadline deadline, String... argv) {
        return new Command(List.of(argv), deadline, Map.of(), Optional.empty(), "", true);
    }

    public static Command of(Deadline deadline, String... argv) {
        return new Command(List.of(argv), deadline, Map.of(), Optional.empty());
    }

    public Command with(Map<String, String> more) {
        return new Command(argv, deadline, more, output, input, glance);
    }

    public Command to(Path file) {
        return new Command(argv, deadline, environment, Optional.of(file), input, glance);
    }

    public Command reading(String text) {
        return new Command(argv, deadline, environment, output, text, glance);
    }

    /** As an operator would type it. */
    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
