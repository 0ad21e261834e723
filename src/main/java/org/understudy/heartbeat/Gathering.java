package org.understudy.heartbeat;

import java.util.UUID;
import org.understudy.wire.Parcel.Part;
import org.understudy.wire.Parcel.Receipt;

/** One message on its way in: its parts, in whatever order and however often they come. */
final class Gathering {
    /** The longest message. */
    static final int MOST = 1 << 20;

    private final byte[][] parts;
    private int missing;
    private int length;

    /** One that begins with this part, which {@link #fits}. */
    Gathering(Part first) {
        parts = new byte[first.total()][];
        missing = first.total();
    }

    /** Whether a message of so many parts would be taken. */
    static boolean fits(Part part) {
        return (part.total() - 1) * Sending.PART <= MOST;
    }

    /** Takes a part; one that does not fit the others is left out. */
    void take(Part part) {
        boolean fits = part.total() == parts.length && part.bytes().length <= Sending.PART
                && (part.index() == parts.length - 1 || part.bytes().length == Sending.PART);
        if (fits && parts[part.index()] == null) {
            parts[part.index()] = part.bytes();
            length += part.bytes().length;
            missing--;
        }
    }

    boolean complete() {
        return missing == 0;
    }

    /** The whole; only when complete. */
    byte[] message() {
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    Receipt receipt(UUID to, Part last) {
        int next = 0;
        while (next < parts.length && parts[next] != null) {
            next++;
        }
        long mask = 0;
        for (int bit = 0; bit < Long.SIZE && next + 1 + bit < parts.length; bit++) {
            mask |= parts[next + 1 + bit] == null ? 0 : 1L << bit;
        }
        return new Receipt(to, last.id(), last.answer(), next, mask);
    }

    /** That of a message which has been dealt with: nothing of it is wanted any more. */
    static Receipt enough(UUID to, Part last) {
        return new Receipt(to, last.id(), last.answer(), last.total(), 0);
    }
}
