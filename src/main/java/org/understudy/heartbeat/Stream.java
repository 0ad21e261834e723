package org.understudy.heartbeat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;

/**
 * What has a key and a count of its own: what one life of one agent sends of one kind on one link
 * to one receiver. A datagram that is recorded in one stream opens in no other.
 *
 * @param cluster its name
 * @param from who sends
 * @param life of the sender's agent
 * @param link where
 * @param kind what
 * @param to the one receiver; empty for what all others hear
 */
record Stream(String cluster, NodeName from, UUID life, LinkName link, Kind kind, String to) {

    /** All of it as bytes, each name with its length. */
    byte[] purpose() {
        byte[][] names = {bytes(cluster), bytes(from.value()), bytes(link.toString()), bytes(to)};
        int length = 0;
        for (byte[] name : names) {
            length += Integer.BYTES + name.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length + 1 + 2 * Long.BYTES);
        for (byte[] name : names) {
            out.putInt(name.length).put(name);
        }
        return out.put(kind.letter()).putLong(life.getMostSignificantBits())
                .putLong(life.getLeastSignificantBits()).array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
