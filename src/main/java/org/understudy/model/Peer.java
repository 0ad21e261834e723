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
 * @param acked when the last beat of this node left that the peer says it has heard
 * @param echo whether its kernel answered when it was last silent and asked
 * @param opens while deciding: from when on this node may fence it, which was heard and is silent
 */
public record Peer(Optional<Beat> beat, SortedMap<LinkName, Moment> heard,
        Optional<Moment> acked, Optional<Echo> echo, Optional<Moment> opens) {
    public static final Peer UNHEARD =
            new Peer(Optional.empty(), new TreeMap<>(), Optional.empty(), Optional.empty(),
                    Optional.empty());

    /**
     * What became of an echo request to a peer, over every link.
     *
     * @param answered whether any answer came
     * @param at when that was known
     */
    public record Echo(boolean answered, Moment at) {
    }

    public Peer {
        heard = Collections.unmodifiableSortedMap(new TreeMap<>(heard));
    }

    /** When any link last brought a beat; empty when never. */
    public Optional<Moment> lastHeard() {
        Moment last = null;
        for (Moment moment : heard.values()) {
            last = last == null || last.isBefore(moment) ? moment : last;
        }
        return Optional.ofNullable(last);
    }

    /** The same peer after one more beat, heard by the node {@code self}. */
    public Peer after(LinkName link, Beat next, Self self, Moment now) {
        SortedMap<LinkName, Moment> links = new TreeMap<>(heard);
        links.put(link, now);
        boolean older = beat.isPresent() && beat.get().boot().equals(next.boot())
                && beat.get().generation() > next.generation();
        return new Peer(older ? beat : Optional.of(next), links, acked(next, self),
                Optional.empty(), Optional.empty());
    }

    /** The same peer, heard again: nothing new was said, up to that beat and those moments. */
    public Peer again(Beat last, SortedMap<LinkName, Moment> when, Optional<Moment> answered) {
        return new Peer(Optional.of(last), when, answered, echo, opens);
    }

    /** The same peer, had it told this. */
    public Peer telling(Beat other) {
        return new Peer(Optional.of(other), heard, acked, echo, opens);
    }

    public Peer after(Echo next) {
        return new Peer(beat, heard, acked, Optional.of(next), opens);
    }

    public Peer opens(Moment next) {
        return new Peer(beat, heard, acked, echo, Optional.of(next));
    }

    private Optional<Moment> acked(Beat next, Self self) {
        Heard ours = next.heard().get(self.node());
        if (ours == null || ours.sent() == 0 || !ours.boot().equals(self.boot())) {
            return acked;
        }
        Moment sent = new Moment(ours.sent());
        return acked.filter(last -> !last.isBefore(sent)).isPresent() ? acked : Optional.of(sent);
    }
}
