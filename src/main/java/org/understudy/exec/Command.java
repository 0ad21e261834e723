package org.understudy.exec;

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
 */
public record Command(List<String> argv, Deadline deadline, Map<String, String> environment,
        Optional<Path> output) {
    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    public static Command of(Deadline deadline, String... argv) {
        return new Command(List.of(argv), deadline, Map.of(), Optional.empty());
    }

    public Command with(Map<String, String> more) {
        return new Command(argv, deadline, more, output);
    }

    public Command to(Path file) {
        return new Command(argv, deadline, environment, Optional.of(file));
    }

    /** As an operator would type it. */
    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
