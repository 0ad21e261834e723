package org.understudy.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A datagram of the channel between two agents: a part of a question or of an answer, or a receipt
 * for such parts. As bytes:
 *
 * <pre>
 * Q or A  to (16)  id (8)  total (2)  index (2)  patience (4)  bytes…     a part
 * q or a  to (16)  id (8)  next (2)   mask (8)                            a receipt
 * </pre>
 */
public sealed interface Parcel {
    /** What a part needs beside its own bytes. */
    int OVERHEAD = 33;

    /** The life of the receiver's agent it is meant for: no other one acts upon it. */
    UUID to();

    /** The asker's number of the question. */
    long id();

    /** Whether it is about the answer; else it is about the question. */
    boolean answer();

    /** This, as bytes. */
    byte[] encode();

    /**
     * A piece of a message.
     *
     * @param total how many pieces it has, 1 to 65,535
     * @param index of this one, from 0
     * @param patience how long the asker still waits for the answer, in milliseconds
     * @param bytes its content
     */
    record Part(UUID to, long id, boolean answer, int total, int index, int patience,
            byte[] bytes) implements Parcel {
        @Override
        public byte[] encode() {
            ByteBuffer out = ByteBuffer.allocate(OVERHEAD + bytes.length);
            head(out, answer ? 'A' : 'Q', this);
            return out.putShort((short) total).putShort((short) index).putInt(patience)
                    .put(bytes).array();
        }
    }

    /**
     * What has come of a message.
     *
     * @param next the first piece that is missing; the total when none is
     * @param mask bit n set: piece next + 1 + n is there too
     */
    record Receipt(UUID to, long id, boolean answer, int next, long mask) implements Parcel {
        @Override
        public byte[] encode() {
            ByteBuffer out = ByteBuffer.allocate(35);
            head(out, answer ? 'a' : 'q', this);
            return out.putShort((short) next).putLong(mask).array();
        }
    }

    private static void head(ByteBuffer out, char letter, Parcel parcel) {
        out.put((byte) letter).putLong(parcel.to().getMostSignificantBits())
                .putLong(parcel.to().getLeastSignificantBits()).putLong(parcel.id());
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static Parcel decode(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            char letter = (char) in.get();
            UUID to = new UUID(in.getLong(), in.getLong());
            long id = in.getLong();
            return switch (letter) {
                case 'Q', 'A' -> part(in, to, id, letter == 'A');
                case 'q', 'a' -> new Receipt(to, id, letter == 'a',
                        Short.toUnsignedInt(in.getShort()), in.getLong());
                default -> throw new IllegalArgumentException(
                        "parcel: expected Q, A, q or a, got " + (int) letter);
            };
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("parcel: expected more than " + bytes.length
                    + " bytes", e);
        }
    }

    private static Part part(ByteBuffer in, UUID to, long id, boolean answer) {
        int total = Short.toUnsignedInt(in.getShort());
        int index = Short.toUnsignedInt(in.getShort());
        int patience = in.getInt();
        if (index >= total || patience < 0) {
            throw new IllegalArgumentException("parcel: expected an index below " + total
                    + " and time to answer, got " + index + " and " + patience + " ms");
        }
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return new Part(to, id, answer, total, index, patience, bytes);
    }
}
