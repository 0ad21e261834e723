package org.understudy.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a command's text goes.
 *
 * @param program its name, for messages
 * @param out what was asked for
 * @param err progress and what went wrong
 * @param label whose lines they are, where there are several: {@code web}; else empty
 * @param board what all of them share
 * @param terminal whether what was asked for goes to a terminal
 */
record Screen(String program, PrintStream out, PrintStream err, String label, Board board,
        boolean terminal) {
    /** @param terminal whether somebody watches, so that a line may be written over */
    Screen(String program, PrintStream out, PrintStream err, boolean terminal) {
        this(program, out, err, "", new Board(err, terminal), terminal);
    }

    /** Nobody watches. */
    Screen(String program, PrintStream out, PrintStream err) {
        this(program, out, err, false);
    }

    /** This process's. */
    static Screen of(String program, Outlet out) {
        return new Screen(program, out.stream(), System.err, "",
                new Board(System.err, Outlet.isTerminalForErrors()), Outlet.isTerminal());
    }

    /** The same for one of several: each line says whose it is. */
    Screen of(String one) {
        return new Screen(program, out, err, one, board, terminal);
    }

    /** Whether there are to be colours: {@code --color}. */
    boolean colours(String when) {
        return Tint.wanted(when, terminal, terminal ? System.getenv() : Map.of());
    }

    /** What is so only at this moment: the next line takes its place. */
    void passing(String line) {
        board.passing(label, line);
    }

    /** Answers, in one piece. */
    void show(List<String> lines) {
        if (!lines.isEmpty()) {
            show(String.join("\n", lines) + "\n");
        }
    }

    void show(String text) {
        if (label.isEmpty()) {
            passing("");
        }
        board.print(out, labelled(text));
    }

    /** Whether nobody reads any more what is shown. */
    boolean unread() {
        return out.checkError();
    }

    void progress(String line) {
        if (label.isEmpty()) {
            passing("");
        }
        board.print(err, labelled(line + "\n"));
    }

    /** Says what failed and gives the exit code. */
    int fail(Failure failure) {
        passing("");
        board.print(err, label.isEmpty() ? failure.text(program) : labelled(failure.text()));
        return failure.code();
    }

    private String labelled(String text) {
        return label.isEmpty() ? text : text.lines()
                .map(line -> (line.startsWith(label + ": ") ? "" : label + ": ") + line + "\n")
                .collect(Collectors.joining());
    }
}
