package org.understudy.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * Where a command's text goes.
 *
 * @param program its name, for messages
 * @param out what was asked for
 * @param err progress and what went wrong
 * @param terminal whether somebody watches, so that a line may be written over
 */
record Screen(String program, PrintStream out, PrintStream err, boolean terminal) {
    private static final String OVER = "\r\u001b[K";

    /** Nobody watches. */
    Screen(String program, PrintStream out, PrintStream err) {
        this(program, out, err, false);
    }

    /** What is so only at this moment: the next line takes its place. */
    void passing(String line) {
        if (terminal) {
            err.print(OVER + line);
            err.flush();
        }
    }

    /** Answers, in one piece. */
    void show(List<String> lines) {
        if (!lines.isEmpty()) {
            show(String.join("\n", lines) + "\n");
        }
    }

    void show(String text) {
        passing("");
        out.print(text);
        out.flush();
    }

    /** Whether nobody reads any more what is shown. */
    boolean unread() {
        return out.checkError();
    }

    void progress(String line) {
        passing("");
        err.print(line + "\n");
        err.flush();
    }

    /** Says what failed and gives the exit code. */
    int fail(Failure failure) {
        passing("");
        err.print(failure.text(program));
        err.flush();
        return failure.code();
    }
}
