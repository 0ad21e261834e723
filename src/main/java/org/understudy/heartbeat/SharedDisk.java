package org.understudy.heartbeat;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of a disk, or of a file on one, that several nodes reach, past every cache. What is
 * read or written begins and ends on a block.
 *
 * <pre>
 * 1 MiB   block 0: whose it is; blocks 1 to 64: which node has which slot
 * 1 MiB   slot 0
 * 1 MiB   slot 1 …
 * </pre>
 */
final class SharedDisk implements AutoCloseable {
    static final int BLOCK = 4096;
    static final int MIB = 1 << 20;
    /** As many members as a cluster may have. */
    static final int SLOTS = 64;

    private final Path path;
    private final FileChannel channel;
    private final long size;

    private SharedDisk(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /**
     * Opens what is there; never makes a file.
     *
     * @throws IOException when it is no disk or file, or one that cannot be used past the cache
     */
    static SharedDisk open(Path path) throws IOException {
        if (Files.notExists(path)) {
            throw new NoSuchFileException(path + ": expected a disk or a file, got none");
        }
        boolean file = Files.isRegularFile(path);
        if (!file && !isBlockDevice(path)) {
            throw new IOException(path + ": expected a disk or a file, got something else");
        }
        long blocks = Files.getFileStore(path).getBlockSize();
        if (blocks > BLOCK) {
            throw new IOException(path + ": expected blocks of at most " + BLOCK + " bytes, got "
                    + blocks);
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                    ExtendedOpenOption.DIRECT);
        } catch (IOException e) {
            throw new IOException(path + ": cannot be opened for use past the cache (O_DIRECT): "
                    + e.getMessage(), e);
        }
        try {
            return new SharedDisk(path, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** POSIX file types, S_IFMT and S_IFBLK of stat(2). */
    private static boolean isBlockDevice(Path path) throws IOException {
        return ((int) Files.getAttribute(path, "unix:mode") & 0170000) == 0060000;
    }

    Path path() {
        return path;
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** Of that many bytes, whole blocks, and where O_DIRECT wants it in memory. */
    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes + BLOCK).alignedSlice(BLOCK).slice(0, bytes);
    }

    static long slot(int number) {
        return (long) (1 + number) * MIB;
    }

    /** As many bytes as there is room for in {@code into}. */
    byte[] read(long from, ByteBuffer into) throws IOException {
        into.clear();
        while (into.hasRemaining()) {
            if (channel.read(into, from + into.position()) <= 0) {
                throw new IOException(path + ": ends at byte " + (from + into.position()));
            }
        }
        byte[] bytes = new byte[into.capacity()];
        into.flip().get(bytes);
        return bytes;
    }

    byte[] read(long from, int bytes) throws IOException {
        return read(from, buffer(bytes));
    }

    /** Whole blocks, filled up with zeros. */
    void write(long to, byte[] bytes) throws IOException {
        ByteBuffer blocks = buffer((bytes.length + BLOCK - 1) / BLOCK * BLOCK);
        blocks.put(bytes).clear();
        while (blocks.hasRemaining()) {
            channel.write(blocks, to + blocks.position());
        }
    }

    /** Where the first byte is that is not zero, in all that would be used and at the end. */
    Optional<Long> content() throws IOException {
        ByteBuffer buffer = buffer(MIB);
        long used = Math.min(size / MIB, 1 + SLOTS);
        for (long at = 0; at < used; at++) {
            Optional<Long> found = content(at * MIB, buffer);
            if (found.isPresent()) {
                return found;
            }
        }
        long last = (size / BLOCK * BLOCK) - MIB;
        return last > 0 ? content(last, buffer) : Optional.empty();
    }

    private Optional<Long> content(long from, ByteBuffer buffer) throws IOException {
        byte[] bytes = read(from, buffer);
        int at = Arrays.mismatch(bytes, new byte[bytes.length]);
        return at < 0 ? Optional.empty() : Optional.of(from + at);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
