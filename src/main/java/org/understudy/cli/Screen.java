package org.understudy.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * Where a command's text goes.
 *
 * @param program its name, for messages
 * @param out what was asked for
 * @param err progress and what went wrong
 */
record Screen(String program, PrintStream out, PrintStream err) {

    /** Answers, in one piece. */
    void show(List<String> lines) {
        if (!lines.isEmpty()) {
            show(String.join("\n", lines) + "\n");
        }
    }

    void show(String text) {
        out.print(text);
        out.flush();
    }

    /** Whether nobody reads any more what is shown. */
    boolean unread() {
        return out.checkError();
    }

    void progress(String line) {
        err.print(line + "\n");
        err.flush();
    }

    /** Says what failed and gives the exit code. */
    int fail(Failure failure) {
        err.print(failure.text(program));
        err.flush();
        return failure.code();
    }
}
