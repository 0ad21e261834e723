package org.understudy.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** All lines, oldest first. A file that grew past its bound is read from its end. */
    List<String> read() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : List.of(older, current)) {
            if (Files.exists(file)) {
                lines.addAll(lines(tail(file)));
            }
        }
        return lines;
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

    private byte[] tail(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long size = Math.min(in.length(), bound);
            in.seek(in.length() - size);
            byte[] bytes = new byte[(int) size];
            in.readFully(bytes);
            return bytes;
        }
    }

    private static List<String> lines(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.stream(text.split("\n")).filter(line -> !line.isBlank()).toList();
    }
}
