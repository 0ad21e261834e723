package org.understudy.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Lines in {@code journal} and, before them, {@code journal.1}. Each file stays within a bound. Not
 * for several threads.
 */
final class LineFiles implements AutoCloseable {
    private static final byte[] END = {'\n'};

    private final Path directory;
    private final Path current;
    private final Path older;
    private final long bound;
    private FileChannel out;

    LineFiles(Path directory, long bound) {
        this.directory = directory;
        this.current = directory.resolve("journal");
        this.older = directory.resolve("journal.1");
        this.bound = bound;
    }

    /** Takes one line; false when it needs no more. */
    interface Reader {
        boolean take(String line);
    }

    /**
     * Shows all lines, oldest first; of a file that grew past its bound the end. From any thread:
     * a line that is just being written may come torn, and a rotation under way may hide some.
     */
    void read(Reader reader) throws IOException {
        for (Path file : List.of(older, current)) {
            if (Files.exists(file) && !read(file, reader)) {
                return;
            }
        }
    }

    private boolean read(Path file, Reader reader) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            in.position(Math.max(0, in.size() - bound));
            BufferedReader lines = new BufferedReader(new InputStreamReader(
                    Channels.newInputStream(in), StandardCharsets.UTF_8));
            boolean more = true;
            for (String line = lines.readLine(); more && line != null; line = lines.readLine()) {
                more = line.isBlank() || reader.take(line);
            }
            return more;
        }
    }

    /** Writes the lines and forces them to the disk. Opens the file when it has to. */
    void write(List<byte[]> lines) throws IOException {
        for (byte[] line : lines) {
            if (out == null) {
                open();
            }
            if (out.size() > 0 && out.size() + line.length + END.length > bound) {
                rotate();
            }
            put(line);
            put(END);
        }
        if (out != null) {
            out.force(false);
        }
    }

    /** Closes the file; the next write opens it again. */
    @Override
    public void close() throws IOException {
        FileChannel old = out;
        out = null;
        if (old != null) {
            old.close();
        }
    }

    private void open() throws IOException {
        Files.createDirectories(directory);
        boolean torn = endsTorn();
        out = FileChannel.open(current, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (torn) {
            put(END);
        }
    }

    private boolean endsTorn() throws IOException {
        if (!Files.exists(current) || Files.size(current) == 0) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(current.toFile(), "r")) {
            file.seek(file.length() - 1);
            return file.read() != '\n';
        }
    }

    private void rotate() throws IOException {
        close();
        Files.move(current, older, StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
        open();
    }

    private void put(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }
}
