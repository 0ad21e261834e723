package org.understudy.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output that knows why it failed. Who stops to read a pipe has seen enough; what a file
 * or a terminal did not take is lost, and the command has failed.
 */
final class Outlet extends OutputStream {
    private static final Path OUT = Path.of("/proc/self/fd/1");
    private static final Path ERR = Path.of("/proc/self/fd/2");

    private final OutputStream out;
    private IOException failure;

    Outlet() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    Outlet(OutputStream out) {
        this.out = out;
    }

    PrintStream stream() {
        return new PrintStream(new BufferedOutputStream(this));
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** The exit code of a command that would end with this one. */
    int code(Screen screen, int code) {
        return failure == null || isPipe() ? code : Math.max(code, screen.fail(Failure.of(
                "standard output: " + failure.getMessage(), "df -h; ls -l /proc/self/fd/1")));
    }

    private static boolean isPipe() {
        return target(OUT).matches("(pipe|socket):.*");
    }

    /**
     * Whether somebody watches what is shown. The JDK tells only whether this and standard input
     * are terminals, and some of its versions not even that.
     */
    static boolean isTerminal() {
        return isTerminal(OUT);
    }

    /** The same of progress and errors. */
    static boolean isTerminalForErrors() {
        return isTerminal(ERR);
    }

    private static boolean isTerminal(Path descriptor) {
        String target = target(descriptor);
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty")
                || target.equals("/dev/console");
    }

    /** What a descriptor is open on; empty when it is closed. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
