package org.understudy.heartbeat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.UUID;

/**
 * What stands in the clear before the sealed bytes. Nothing in it is true before the seal has been
 * opened; it only says with which key to try.
 *
 * <pre>
 * U  version  kind  key number (4)  cluster (4)  sender (4)  life (16)  number (8)
 * </pre>
 *
 * @param key number of the cluster's key
 * @param cluster mark of its name
 * @param sender mark of the node's name
 * @param life new at every start of the sender's agent
 * @param number counts what that life has sent of this kind, on this link, to this receiver
 */
record Header(Kind kind, int key, int cluster, int sender, UUID life, long number) {
    static final int BYTES = 39;
    static final byte VERSION = 1;

    private static final byte FIRST = 'U';

    /** Short for a name; two names of one cluster with the same mark do no harm but noise. */
    static int mark(String name) {
        CRC32C sum = new CRC32C();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES).put(FIRST).put(VERSION).put(kind.letter()).putInt(key)
                .putInt(cluster).putInt(sender).putLong(life.getMostSignificantBits())
                .putLong(life.getLeastSignificantBits()).putLong(number).array();
    }

    /**
     * Reads that of a datagram anybody may have sent.
     *
     * @throws Refused if it has none
     */
    static Header read(byte[] datagram) throws Refused {
        if (datagram.length > 0 && (datagram[0] == '{' || datagram[0] == Kind.PAGE.letter())) {
            throw new Refused(Reason.UNSEALED);
        }
        if (datagram.length < BYTES + Seal.BYTES || datagram[0] != FIRST) {
            throw new Refused(Reason.NOISE);
        }
        if (datagram[1] != VERSION) {
            throw new Refused(Reason.VERSION);
        }
        ByteBuffer in = ByteBuffer.wrap(datagram, 2, BYTES - 2);
        return new Header(kind(in.get()), in.getInt(), in.getInt(), in.getInt(),
                new UUID(in.getLong(), in.getLong()), in.getLong());
    }

    private static Kind kind(byte letter) throws Refused {
        for (Kind kind : Kind.values()) {
            if (kind.letter() == letter) {
                return kind;
            }
        }
        throw new Refused(Reason.NOISE);
    }
}
