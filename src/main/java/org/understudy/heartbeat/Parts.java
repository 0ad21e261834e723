package org.understudy.heartbeat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.understudy.wire.BeatCodec;

/**
 * Beats of very many services, which no datagram holds: deflated and cut. One that fits goes as it
 * is, so a release that knows no parts hears all others.
 *
 * <pre>
 * P  beat (8)  part (2)  of (2)  bytes
 * </pre>
 *
 * <p>An instance puts those of one sender together, the latest beat at a time. Used by the link's
 * receiving thread alone.
 */
final class Parts {
    /** What a datagram holds beside its header, echoes and seal. */
    static final int WHOLE = 60_000;
    static final int CUT = 50_000;

    private static final byte SIGN = 'P';
    private static final int FRONT = 1 + Long.BYTES + 2 * Short.BYTES;
    /** Of one beat. */
    static final int MOST = 64;

    private long beat = -1;
    private byte[][] cuts = {};
    private int missing;

    /**
     * What to send, one after the other.
     *
     * @param number never that of another beat of this life
     */
    static List<byte[]> of(byte[] beat, long number) {
        if (beat.length <= WHOLE) {
            return List.of(beat);
        }
        byte[] all = deflated(beat);
        int total = (all.length + CUT - 1) / CUT;
        if (total > MOST) {
            throw new IllegalArgumentException("beat: expected at most " + MOST * CUT
                    + " bytes deflated, got " + all.length);
        }
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < total; i++) {
            int length = Math.min(CUT, all.length - i * CUT);
            parts.add(ByteBuffer.allocate(FRONT + length).put(SIGN).putLong(number)
                    .putShort((short) i).putShort((short) total).put(all, i * CUT, length)
                    .array());
        }
        return parts;
    }

    static boolean isPart(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == SIGN;
    }

    /**
     * The whole beat, when this was the last that lacked.
     *
     * @throws IllegalArgumentException if that is none
     */
    Optional<byte[]> take(byte[] part) {
        ByteBuffer in = ByteBuffer.wrap(part);
        if (part.length < FRONT) {
            throw new IllegalArgumentException("part: expected at least " + FRONT + " bytes, got "
                    + part.length);
        }
        long number = in.position(1).getLong();
        int index = in.getShort();
        int total = in.getShort();
        if (index < 0 || index >= total || total > MOST) {
            throw new IllegalArgumentException("part: got " + index + " of " + total);
        }
        if (number != beat || cuts.length != total) {
            beat = number;
            cuts = new byte[total][];
            missing = total;
        }
        if (cuts[index] == null) {
            cuts[index] = new byte[in.remaining()];
            in.get(cuts[index]);
            missing--;
        }
        if (missing > 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] cut : cuts) {
            all.writeBytes(cut);
        }
        cuts = new byte[0][];
        return Optional.of(inflated(all.toByteArray()));
    }

    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
            byte[] some = new byte[8192];
            while (!deflater.finished()) {
                out.write(some, 0, deflater.deflate(some));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflated(byte[] bytes) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream(4 * bytes.length);
            byte[] some = new byte[8192];
            while (!inflater.finished() && out.size() <= BeatCodec.MAX_BYTES) {
                int length = inflater.inflate(some);
                if (length == 0 && !inflater.finished()) {
                    throw new IllegalArgumentException("parts: they do not end");
                }
                out.write(some, 0, length);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("parts: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
