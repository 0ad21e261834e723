package org.understudy.heartbeat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a node writes over and over at one place of a disk: the datagrams of one beat.
 *
 * <pre>
 * number (8)  length (4)  { length (4)  datagram } …  the same number (8)
 * </pre>
 *
 * <p>A reader that comes in the middle of a write finds two numbers, or a seal that does not fit.
 */
final class DiskSlot {
    private static final int FRONT = Long.BYTES + Integer.BYTES;
    /** The most bytes of all of them with their lengths. */
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
    void write(long count, List<byte[]> datagrams) throws IOException {
        byte[] all = packed(datagrams, MOST);
        ByteBuffer out = ByteBuffer.allocate(FRONT + all.length + Long.BYTES);
        out.putLong(count).putInt(all.length).put(all);
        disk.write(SharedDisk.slot(number), out.putLong(count).array());
    }

    /**
     * All of them with their lengths.
     *
     * @throws IOException when that is more than {@code most} bytes
     */
    static byte[] packed(List<byte[]> datagrams, int most) throws IOException {
        int length = datagrams.stream().mapToInt(each -> Integer.BYTES + each.length).sum();
        if (length > most) {
            throw new IOException("expected at most " + most + " bytes, got " + length);
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        datagrams.forEach(each -> out.putInt(each.length).put(each));
        return out.array();
    }

    /**
     * The datagrams, if they are others than at the last look: what stays is silence.
     *
     * @throws Refused when they were caught in the middle of a write, or are none
     */
    List<byte[]> next() throws IOException, Refused {
        byte[] bytes = disk.read(SharedDisk.slot(number), room);
        int length = ByteBuffer.wrap(bytes).getInt(Long.BYTES);
        if (length <= 0 || length > MOST) {
            return List.of();
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
            return List.of();
        }
        last = now;
        return unpacked(now);
    }

    /**
     * What was packed so.
     *
     * @throws Refused when it was not
     */
    static List<byte[]> unpacked(byte[] bytes) throws Refused {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<byte[]> all = new ArrayList<>();
        while (in.hasRemaining()) {
            int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (length < 0 || length > in.remaining() || all.size() == Parts.MOST) {
                throw new Refused(Reason.NOISE);
            }
            byte[] one = new byte[length];
            in.get(one);
            all.add(one);
        }
        return all;
    }
}
