package org.understudy.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of another node.
 *
 * @param beat the last one, from whichever link; empty when never heard since this agent started
 * @param heard when each link last brought a beat
 */
public record Peer(Optional<Beat> beat, SortedMap<LinkName, Moment> heard) {
    public static final Peer UNHEARD = new Peer(Optional.empty(), new TreeMap<>());

    public Peer {
        heard = Collections.unmodifiableSortedMap(new TreeMap<>(heard));
    }

    /** When any link last brought a beat; empty when never. */
    public Optional<Moment> lastHeard() {
        return heard.values().stream().max(Moment::compareTo);
    }

    /** The same peer after one more beat. */
    public Peer after(LinkName link, Beat next, Moment now) {
        SortedMap<LinkName, Moment> links = new TreeMap<>(heard);
        links.put(link, now);
        boolean older = beat.isPresent() && beat.get().boot().equals(next.boot())
                && beat.get().generation() > next.generation();
        return new Peer(older ? beat : Optional.of(next), links);
    }
}
