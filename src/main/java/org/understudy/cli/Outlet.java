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
        try {
            return Files.readSymbolicLink(OUT).toString().matches("(pipe|socket):.*");
        } catch (IOException closed) {
            return false;
        }
    }
}
