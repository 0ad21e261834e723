package org.understudy.heartbeat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an agent and a relay say to each other over TCP: a question of the agent's, then an answer.
 *
 * <pre>
 * U  R  version  sort  length (4)  body
 *
 * P  post     slot (16)  bytes                       kept in place of what was posted there last
 * F  fetch    wait in ms (4)  { slot (16) number (8) } …   those that have another number by then
 * T  taken
 * S  slots    { slot (16)  number (8)  length (4)  bytes } …
 * N  refused  why, in UTF-8; nothing follows
 * </pre>
 *
 * @param sort what it is
 * @param body at most {@link #MOST} bytes
 */
record RelayFrame(Sort sort, byte[] body) {
    static final int FRONT = 8;
    static final int MOST = SharedDisk.MIB;
    /** The most bytes in a slot, so that any fits into an answer. */
    static final int MOST_POSTED = MOST - 64;

    private static final byte VERSION = 1;
    private static final int SLOT = 2 * Long.BYTES;
    private static final int WANTED = SLOT + Long.BYTES;
    private static final int ENTRY = WANTED + Integer.BYTES;
    private static final int MOST_WORDS = 200;
    private static final int MOST_WANTED = 128;

    /** What a frame is. */
    enum Sort {
        POST('P'), FETCH('F'), TAKEN('T'), SLOTS('S'), REFUSED('N');

        private final byte letter;

        Sort(char letter) {
            this.letter = (byte) letter;
        }
    }

    /** What comes before a body, and how long that is. */
    record Front(Sort sort, int length) {
    }

    /** What is in a slot, and the number of that. */
    record Posted(UUID slot, long number, byte[] bytes) {
    }

    /**
     * What is asked for.
     *
     * @param within how long it may take when nothing has changed
     * @param known the slots, and the number of what the asker has of each
     */
    record Wanted(Duration within, Map<UUID, Long> known) {
    }

    /** Not of this protocol. */
    static final class Misfit extends IOException {
        private static final long serialVersionUID = 1;

        Misfit(String message) {
            super(message);
        }
    }

    static RelayFrame post(UUID slot, byte[] bytes) {
        return new RelayFrame(Sort.POST, put(ByteBuffer.allocate(SLOT + bytes.length), slot)
                .put(bytes).array());
    }

    static RelayFrame fetch(Wanted wanted) {
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + WANTED * wanted.known().size());
        out.putInt((int) wanted.within().toMillis());
        wanted.known().forEach((slot, number) -> put(out, slot).putLong(number));
        return new RelayFrame(Sort.FETCH, out.array());
    }

    static RelayFrame taken() {
        return new RelayFrame(Sort.TAKEN, new byte[0]);
    }

    /** As many of them as fit; there is always room for one. */
    static RelayFrame slots(List<Posted> all) {
        List<Posted> some = new ArrayList<>();
        int length = 0;
        for (Posted each : all) {
            if (length + ENTRY + each.bytes().length <= MOST) {
                some.add(each);
                length += ENTRY + each.bytes().length;
            }
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        some.forEach(each -> put(out, each.slot()).putLong(each.number())
                .putInt(each.bytes().length).put(each.bytes()));
        return new RelayFrame(Sort.SLOTS, out.array());
    }

    static RelayFrame refused(String why) {
        return new RelayFrame(Sort.REFUSED, why.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer put(ByteBuffer out, UUID slot) {
        return out.putLong(slot.getMostSignificantBits()).putLong(slot.getLeastSignificantBits());
    }

    /** The whole frame, to be written. */
    ByteBuffer bytes() {
        return ByteBuffer.allocate(FRONT + body.length).put((byte) 'U').put((byte) 'R')
                .put(VERSION).put(sort.letter).putInt(body.length).put(body).flip();
    }

    /**
     * Reads the first {@link #FRONT} bytes of a frame.
     *
     * @throws Misfit when they are none
     */
    static Front front(ByteBuffer in) throws Misfit {
        if (in.get() != 'U' || in.get() != 'R') {
            throw new Misfit("expected the words of an agent and a relay, got others");
        }
        byte version = in.get();
        if (version != VERSION) {
            throw new Misfit("expected version " + VERSION + ", got " + version);
        }
        byte letter = in.get();
        int length = in.getInt();
        for (Sort sort : Sort.values()) {
            if (sort.letter == letter && length >= 0 && length <= MOST) {
                return new Front(sort, length);
            }
        }
        throw new Misfit("expected a frame of at most " + MOST + " bytes, got sort " + letter
                + " of " + length);
    }

    /** Of a post: which slot. */
    UUID slot() throws Misfit {
        ByteBuffer in = ByteBuffer.wrap(body);
        needs(in, SLOT);
        return id(in);
    }

    /** Of a post: what is to be in it. */
    byte[] posted() {
        return Arrays.copyOfRange(body, SLOT, body.length);
    }

    Wanted wanted() throws Misfit {
        ByteBuffer in = ByteBuffer.wrap(body);
        needs(in, Integer.BYTES);
        Duration wait = Duration.ofMillis(Math.max(0, in.getInt()));
        Map<UUID, Long> known = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            needs(in, WANTED);
            known.put(id(in), in.getLong());
            if (known.size() > MOST_WANTED) {
                throw new Misfit("expected at most " + MOST_WANTED + " slots, got more");
            }
        }
        return new Wanted(wait, known);
    }

    List<Posted> slots() throws Misfit {
        List<Posted> all = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(body);
        while (in.hasRemaining()) {
            needs(in, ENTRY);
            UUID slot = id(in);
            long number = in.getLong();
            int length = in.getInt();
            needs(in, length);
            byte[] bytes = new byte[length];
            in.get(bytes);
            all.add(new Posted(slot, number, bytes));
        }
        return all;
    }

    /** Why it was refused: anybody may have written that, so it is only short and printable. */
    String why() {
        String words = new String(body, StandardCharsets.UTF_8).replaceAll("[^ -~]", "?");
        return words.substring(0, Math.min(words.length(), MOST_WORDS));
    }

    private static void needs(ByteBuffer in, int length) throws Misfit {
        if (length < 0 || in.remaining() < length) {
            throw new Misfit("expected " + length + " bytes more, got " + in.remaining());
        }
    }

    private static UUID id(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }
}
