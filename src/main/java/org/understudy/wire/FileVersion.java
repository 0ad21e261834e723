package org.understudy.wire;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version of a service's file, or of cluster.conf, which is called {@code cluster}.
 *
 * @param name of the service
 * @param number one more than that of every version it follows
 * @param checksum of its bytes; empty when it is gone
 * @param author the node on which it was made
 * @param parent checksum of the one that was changed; empty when there was none
 * @param seen the last change of each node that is in it, by a number that only grows: a version
 *     follows another one when it has seen all that the other one has
 * @param gone whether the service was deleted
 * @param nodes of the service, whom it is for
 * @param since when it was made, in milliseconds of the author's clock
 */
public record FileVersion(String name, long number, String checksum, String author, String parent,
        SortedMap<String, Long> seen, boolean gone, List<String> nodes, long since) {
    public FileVersion {
        seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
        nodes = List.copyOf(nodes);
    }

    /** Whether all that is in the other one is in this one too. */
    public boolean covers(FileVersion other) {
        return other.seen.entrySet().stream()
                .allMatch(one -> seen.getOrDefault(one.getKey(), 0L) >= one.getValue());
    }

    /** Whether it says the same as another one, whoever made them. */
    public boolean says(FileVersion other) {
        return gone == other.gone && checksum.equals(other.checksum);
    }

    /** This one, which has seen what another one of the same content has. */
    public FileVersion with(FileVersion other) {
        return new FileVersion(name, Math.max(number, other.number), checksum, author, parent,
                merged(seen, other.seen), gone, nodes, since);
    }

    /** All that either has seen. */
    public static SortedMap<String, Long> merged(Map<String, Long> one, Map<String, Long> other) {
        SortedMap<String, Long> merged = new TreeMap<>(one);
        other.forEach((node, change) -> merged.merge(node, change, Math::max));
        return merged;
    }
}
