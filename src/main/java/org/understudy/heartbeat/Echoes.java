package org.understudy.heartbeat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.understudy.model.NodeName;

/**
 * What came in on one link, told back in every beat: of each peer the last lives that spoke with
 * the right key, and the number of their last beat. Who finds a late number of its own in a beat
 * knows that the beat is of now, whatever was recorded when. Needs no clock.
 *
 * <p>Written by the link's receiving thread, read by its sending one.
 */
final class Echoes {
    /** Of one peer. More than one speaks only around a restart, or when somebody replays. */
    private static final int LIVES = 4;
    private static final int ENTRY = 3 * Long.BYTES;
    /** A beat stays within a datagram with so many. */
    private static final int MOST = 64;

    /** Per peer: its lives in the order in which they last spoke. */
    private final Map<NodeName, List<Echo>> last = new ConcurrentHashMap<>();

    /** Number of the last beat of one life. */
    record Echo(UUID life, long number) {
    }

    /** A beat of this life came in, believed or not. */
    void heard(NodeName node, Echo now) {
        Map<UUID, Echo> lives = new LinkedHashMap<>();
        for (Echo each : last.getOrDefault(node, List.of())) {
            lives.put(each.life(), each);
        }
        lives.remove(now.life());
        lives.put(now.life(), now);
        List<Echo> all = new ArrayList<>(lives.values());
        last.put(node, List.copyOf(all.subList(Math.max(0, all.size() - LIVES), all.size())));
    }

    /** How many there are, each of them, and then the beat; every node's last life comes first. */
    byte[] before(byte[] beat) {
        List<Echo> all = IntStream.rangeClosed(1, LIVES).boxed()
                .flatMap(age -> last.values().stream().filter(lives -> lives.size() >= age)
                        .map(lives -> lives.get(lives.size() - age)))
                .limit(MOST).toList();
        ByteBuffer out = ByteBuffer.allocate(1 + all.size() * ENTRY + beat.length);
        out.put((byte) all.size());
        all.forEach(echo -> out.putLong(echo.life().getMostSignificantBits())
                .putLong(echo.life().getLeastSignificantBits()).putLong(echo.number()));
        return out.put(beat).array();
    }

    /**
     * A beat as it was sealed.
     *
     * @param echoed the last number that its sender heard of one life, the reader's own; 0 if none
     */
    record Told(long echoed, byte[] beat) {
        static Told read(byte[] plain, UUID own) throws Refused {
            int count = plain.length == 0 ? 0 : Byte.toUnsignedInt(plain[0]);
            int begin = 1 + count * ENTRY;
            if (plain.length < begin) {
                throw new Refused(Reason.NOISE);
            }
            long echoed = 0;
            ByteBuffer in = ByteBuffer.wrap(plain, 1, begin - 1);
            while (in.hasRemaining()) {
                UUID life = new UUID(in.getLong(), in.getLong());
                long number = in.getLong();
                echoed = life.equals(own) ? number : echoed;
            }
            return new Told(echoed, Arrays.copyOfRange(plain, begin, plain.length));
        }
    }
}
