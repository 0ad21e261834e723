package org.understudy.heartbeat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.understudy.model.NodeName;

/**
 * Which slot of a relay is which node's: a number made from the cluster's key, the link and the
 * node. Who does not have the key can neither read nor overwrite what he cannot name. While the key
 * changes, a node writes as it seals, by the first key, and reads by both.
 */
final class RelaySlots {
    private static final byte[] SALT = bytes("understudy relay 1");

    private final Lane lane;
    private final KeyFile file;
    private final Map<UUID, Long> seen = new ConcurrentHashMap<>();
    private volatile Known known;

    private record Known(Keys keys, UUID own, Map<UUID, NodeName> others) {
    }

    RelaySlots(Lane lane, KeyFile file) {
        this.lane = lane;
        this.file = file;
    }

    Lane lane() {
        return lane;
    }

    /** Where this node writes. */
    UUID own() {
        return now().own();
    }

    /** Where the others write: by each of the keys. */
    Map<UUID, NodeName> others() {
        return now().others();
    }

    /** These, with the number of what has been read there. */
    Map<UUID, Long> known(Set<UUID> wanted) {
        seen.keySet().retainAll(wanted);
        Map<UUID, Long> known = new LinkedHashMap<>();
        wanted.forEach(slot -> known.put(slot, seen.getOrDefault(slot, 0L)));
        return known;
    }

    /** What has this number has been read. */
    void seen(UUID slot, long number) {
        seen.put(slot, number);
    }

    private Known now() {
        Keys keys = file.keys();
        Known last = known;
        if (last == null || last.keys() != keys) {
            Map<UUID, NodeName> others = new LinkedHashMap<>();
            keys.all().forEach(key -> lane.others().forEach(
                    node -> others.put(slot(key, node), node)));
            last = new Known(keys, slot(keys.first(), lane.self()),
                    Collections.unmodifiableMap(others));
            known = last;
        }
        return last;
    }

    private UUID slot(Keys.Key key, NodeName node) {
        ByteBuffer in = ByteBuffer.wrap(Seal.derived(SALT, key.bytes(), bytes(String.join("\0",
                lane.cluster().name(), lane.link().name().toString(), node.value()))));
        return new UUID(in.getLong(), in.getLong());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
