package org.understudy.config;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/**
 * Whose disks are reserved, and by which key of each node.
 *
 * @param of the resource whose disks they are
 * @param keys of every node of the service: {@code 0x1a2b}, no two alike
 * @param written where the file says a node's key: {@code vg#1.prkey@n1}; nothing of those whose
 *     key is made of names
 */
public record Reservation(Rid of, SortedMap<NodeName, String> keys,
        SortedMap<NodeName, String> written) {
    public Reservation {
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
        written = Collections.unmodifiableSortedMap(new TreeMap<>(written));
    }

    /** Whose key that is; empty when it is no node's of the service. */
    public Optional<NodeName> holder(String key) {
        return keys.entrySet().stream().filter(entry -> entry.getValue().equals(key))
                .map(Map.Entry::getKey).findFirst();
    }

    /**
     * The key of a node whose file names none: the first half of a digest of its name and of the
     * service's. So every node knows the others' keys, which an id of the host would not give: many
     * are copies. And a disk that another service has is seen to be another's.
     */
    static String key(ServiceName service, NodeName node) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("understudy " + service + " " + node)
                            .getBytes(StandardCharsets.UTF_8));
            return "0x" + Long.toHexString(ByteBuffer.wrap(digest).getLong() | 1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
