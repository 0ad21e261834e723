package org.understudy.heartbeat;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.UUID;
import org.understudy.wire.PageCodec;
import org.understudy.wire.Parcel.Part;
import org.understudy.wire.Parcel.Receipt;
import org.understudy.wire.Parcel;

/** One message on its way out: sent in parts, each again until there is a receipt for it. */
final class Sending {
    /** Bytes of a part: with its seal it fits one packet. */
    static final int PART = PageCodec.MAX_BYTES - Parcel.OVERHEAD;

    /** Parts that may wait for a receipt. */
    private static final int WINDOW = 32;
    private static final long AGAIN = Duration.ofMillis(60).toNanos();
    private static final int SLOWEST = 3;

    private final Name name;
    private final byte[] message;
    private final int total;
    private final BitSet arrived = new BitSet();
    private final long[] sentAt;
    private final byte[] tries;
    private long progressAt;

    /** Which message it is; see {@link Parcel}. */
    record Name(UUID to, long id, boolean answer) {
    }

    /** Sends a part on the link that many links after the best one; false when it must wait. */
    interface Post {
        boolean send(Parcel parcel, int detour);
    }

    Sending(Name name, byte[] message, long now) {
        this.name = name;
        this.message = message;
        this.total = Math.max(1, (message.length + PART - 1) / PART);
        this.sentAt = new long[total];
        this.tries = new byte[total];
        this.progressAt = now;
    }

    UUID to() {
        return name.to();
    }

    boolean over() {
        return arrived.cardinality() == total;
    }

    /** When a receipt last told something new. */
    long progressAt() {
        return progressAt;
    }

    void take(Receipt receipt, long now) {
        int before = arrived.cardinality();
        arrived.set(0, Math.min(receipt.next(), total));
        for (int bit = 0; bit < Long.SIZE; bit++) {
            int index = receipt.next() + 1 + bit;
            if ((receipt.mask() >>> bit & 1) == 1 && index < total) {
                arrived.set(index);
            }
        }
        progressAt = arrived.cardinality() > before ? now : progressAt;
    }

    /** Sends what is due. Each try of a part takes another link than the one before. */
    void turn(long now, long expires, Post post) {
        int first = arrived.nextClearBit(0);
        int end = Math.min(total, first + WINDOW);
        for (int i = first; i < end; i = arrived.nextClearBit(i + 1)) {
            if (tries[i] == 0 || now - sentAt[i] > AGAIN << Math.min(tries[i] - 1, SLOWEST)) {
                if (!post.send(part(i, expires - now), tries[i])) {
                    return;
                }
                sentAt[i] = now;
                tries[i] = (byte) Math.min(tries[i] + 1, Byte.MAX_VALUE);
            }
        }
    }

    private Part part(int index, long left) {
        int begin = index * PART;
        return new Part(name.to(), name.id(), name.answer(), total, index,
                (int) Math.max(0, Math.min(Duration.ofNanos(left).toMillis(), Integer.MAX_VALUE)),
                Arrays.copyOfRange(message, begin, Math.min(message.length, begin + PART)));
    }
}
