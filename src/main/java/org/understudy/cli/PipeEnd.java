package org.understudy.cli;

import java.io.IOException;
import java.util.Optional;

/**
 * Notices that nobody reads any more what this process would write to a pipe, before it writes.
 * Only poll(2) tells, which Java does not have: tail(1) asks it about the pipe that it shares.
 */
final class PipeEnd {
    /** What SIGPIPE makes of a process. */
    private static final int BROKEN = 141;

    private final Optional<Process> tail;

    private PipeEnd(Optional<Process> tail) {
        this.tail = tail;
    }

    /** Has this run as soon as nobody reads; without such a tail(1), only a write tells. */
    static PipeEnd watched(Runnable left) {
        try {
            Process tail = new ProcessBuilder("tail", "-f", "/dev/null", "-s", "0.3",
                    "--pid=" + ProcessHandle.current().pid())
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            tail.onExit().thenAccept(ended -> {
                if (ended.exitValue() == BROKEN) {
                    left.run();
                }
            });
            return new PipeEnd(Optional.of(tail));
        } catch (IOException none) {
            return new PipeEnd(Optional.empty());
        }
    }

    /** It is not to be known any more. */
    void close() {
        tail.ifPresent(Process::destroy);
    }
}
