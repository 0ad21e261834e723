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
 * @param kind what is left of it when it was ended
 */
public record Command(List<String> argv, Deadline deadline, Map<String, String> environment,
        Optional<Path> output, String input, Kind kind) {
    private static final int MOST_INPUT = 32 << 10;

    /** How much it matters that it is over. */
    public enum Kind {
        /**
         * It starts no other program and changes nothing, so that it needs no group of its own to
         * end, and may outlive the agent.
         */
        GLANCE,
        /** Who asked goes on a second after it was killed, even if it is stuck in the kernel. */
        ORDINARY,
        /**
         * What follows relies on what it changed: it is over when nothing of it is left, however
         * long the kernel takes. A mount that was killed may come to its end all the same, and an
         * umount writes to the disk after the mount is out of sight.
         */
        DEED
    }

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
        this(argv, deadline, environment, output, "", Kind.ORDINARY);
    }

    /** What makes no more than a look at the machine: half of the time it took was its group's. */
    public static Command glance(Deadline deadline, String... argv) {
        return new Command(List.of(argv), deadline, Map.of(), Optional.empty(), "",
                Kind.GLANCE);
    }

    public static Command of(Deadline deadline, String... argv) {
        return new Command(List.of(argv), deadline, Map.of(), Optional.empty());
    }

    public Command with(Map<String, String> more) {
        return new Command(argv, deadline, more, output, input, kind);
    }

    /** The same with other words, such as those of a program that runs it. */
    public Command as(List<String> words) {
        return new Command(words, deadline, environment, output, input, kind);
    }

    public Command to(Path file) {
        return new Command(argv, deadline, environment, Optional.of(file), input, kind);
    }

    public Command reading(String text) {
        return new Command(argv, deadline, environment, output, text, kind);
    }

    /** The same, which is not over before it has ended. */
    public Command asDeed() {
        return new Command(argv, deadline, environment, output, input, Kind.DEED);
    }

    /** As an operator would type it. */
    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
