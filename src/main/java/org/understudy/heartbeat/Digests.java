package org.understudy.heartbeat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.understudy.model.Instance;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

/**
 * Which instances the nodes know of each other, by digest, on any link. A node that all others say
 * to know is told by its digest alone, so a beat at rest is as small with a thousand services as
 * with one. Who restarts says no more to know anything, and is told all again; so is everybody
 * while one node is not heard, for it may hear.
 *
 * <p>Written by the links' receiving threads, read by their sending ones.
 */
final class Digests {
    private final List<NodeName> others;
    private final long lately;
    /** Of each node the last two, the latest last: another link may still speak of the first. */
    private final Map<NodeName, List<Known>> known = new ConcurrentHashMap<>();
    private final Map<NodeName, Word> words = new ConcurrentHashMap<>();

    private record Known(String digest, SortedMap<ServiceName, Instance> instances) {
    }

    /** What a node said to know of this one, and when. */
    private record Word(String digest, long at) {
    }

    /**
     * Knows nothing yet.
     *
     * @param others whom this node talks to
     * @param lately a word older than this is not relied on
     */
    Digests(Collection<NodeName> others, Duration lately) {
        this.others = List.copyOf(others);
        this.lately = lately.toNanos();
    }

    /** A node has told its instances. */
    void told(NodeName from, String digest, SortedMap<ServiceName, Instance> instances) {
        if (digest.isEmpty()) {
            known.remove(from);
            return;
        }
        known.compute(from, (node, before) -> {
            Known now = new Known(digest, instances);
            if (before == null) {
                return List.of(now);
            }
            Known last = before.get(before.size() - 1);
            return last.digest().equals(digest) ? before : List.of(last, now);
        });
    }

    /** What the node told under this digest. */
    Optional<SortedMap<ServiceName, Instance>> of(NodeName from, String digest) {
        return known.getOrDefault(from, List.of()).stream()
                .filter(one -> one.digest().equals(digest)).map(Known::instances).findFirst();
    }

    /** Digests of what was told last, by node. */
    SortedMap<NodeName, String> held() {
        SortedMap<NodeName, String> held = new TreeMap<>();
        known.forEach((node, all) -> held.put(node, all.get(all.size() - 1).digest()));
        return held;
    }

    /**
     * A node says what it knows of this one.
     *
     * @param digest empty when it knows nothing
     * @param now in nanoseconds
     */
    void word(NodeName from, String digest, long now) {
        words.put(from, new Word(digest, now));
    }

    /** Whether every other node has said lately that it knows this one's instances. */
    boolean allKnow(String digest, long now) {
        return others.stream().allMatch(node -> {
            Word word = words.get(node);
            return word != null && word.digest().equals(digest) && now - word.at() <= lately;
        });
    }
}
