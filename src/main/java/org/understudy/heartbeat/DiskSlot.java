package org.understudy.heartbeat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a node writes over and over at one place of a disk: one datagram.
 *
 * <pre>
 * number (8)  length (4)  datagram  the same number (8)
 * </pre>
 *
 * <p>A reader that comes in the middle of a write finds two numbers, or a seal that does not fit.
 */
final class DiskSlot {
    private static final int FRONT = Long.BYTES + Integer.BYTES;
    /** The longest datagram. */
    static final int MOST = SharedDisk.MIB - FRONT - Long.BYTES;

    private final SharedDisk disk;
    private final int number;

    // Of the reading thread alone.
    private ByteBuffer room = SharedDisk.buffer(SharedDisk.BLOCK);
    private byte[] last = {};

    DiskSlot(SharedDisk disk, int number) {
        this.disk = disk;
        this.number = number;
    }

    int number() {
        return number;
    }

    /** @param count another one each time */
    void write(long count, byte[] datagram) throws IOException {
        if (datagram.length > MOST) {
            throw new IOException("expected at most " + MOST + " bytes, got " + datagram.length);
        }
        ByteBuffer out = ByteBuffer.allocate(FRONT + datagram.length + Long.BYTES);
        disk.write(SharedDisk.slot(number), out.putLong(count).putInt(datagram.length)
                .put(datagram).putLong(count).array());
    }

    /**
     * The datagram, if it is another one than at the last look: what stays is silence.
     *
     * @throws Refused when it was caught in the middle of a write
     */
    Optional<byte[]> next() throws IOException, Refused {
        byte[] bytes = disk.read(SharedDisk.slot(number), room);
        int length = ByteBuffer.wrap(bytes).getInt(Long.BYTES);
        if (length <= 0 || length > MOST) {
            return Optional.empty();
        }
        int needed = (FRONT + length + Long.BYTES + SharedDisk.BLOCK - 1)
                / SharedDisk.BLOCK * SharedDisk.BLOCK;
        if (needed > bytes.length) {
            room = SharedDisk.buffer(needed);
            bytes = disk.read(SharedDisk.slot(number), room);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long count = in.getLong();
        if (in.getInt() != length || in.getLong(FRONT + length) != count) {
            throw new Refused(Reason.TORN);
        }
        byte[] now = Arrays.copyOfRange(bytes, FRONT, FRONT + length);
        if (Arrays.equals(now, last)) {
            return Optional.empty();
        }
        last = now;
        return Optional.of(now);
    }
}
