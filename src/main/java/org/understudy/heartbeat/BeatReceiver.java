package org.understudy.heartbeat;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.understudy.model.Beat;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.BeatCodec;
import org.understudy.wire.Page;

/**
 * Takes the datagrams of one link, hands on the valid ones and counts the rest. Called by one
 * thread at a time, that of the link's socket; touches no lock, disk or log.
 */
final class BeatReceiver {
    private final Cluster cluster;
    private final NodeName self;
    private final LinkName link;
    private final Counters counters;
    private final Outlets outlets;
    private final Map<NodeName, Lives> lives = new HashMap<>();

    /** Who is handed what is valid: the loop its beats, the journal its pages. */
    record Outlets(Consumer<Event> inbox, Replicator replicator) {
    }

    BeatReceiver(Lane lane, Counters counters, Outlets outlets) {
        this.cluster = lane.cluster();
        this.self = lane.self();
        this.link = lane.link().name();
        this.counters = counters;
        this.outlets = outlets;
    }

    /** Never throws: whatever comes in, the socket's thread goes on. */
    void take(Arrival arrival) {
        reasonAgainst(arrival).ifPresent(
                reason -> counters.count(link, arrival.source(), reason));
    }

    /**
     * A datagram as it came in.
     *
     * @param source sender's address, as the datagram says
     * @param bytes its own copy
     * @param peers address of each peer on this link
     */
    record Arrival(InetAddress source, byte[] bytes, Map<NodeName, InetAddress> peers) {
    }

    private Optional<Reason> reasonAgainst(Arrival arrival) {
        try {
            return Envelope.open(arrival.bytes(), new Envelope.Reader<>() {
                @Override
                public Optional<Reason> beat(BeatCodec.Clocked clocked) {
                    Beat beat = clocked.beat();
                    return reasonAgainst(beat.cluster(), beat.node(), arrival)
                            .or(() -> againstReplay(beat))
                            .or(() -> handOn(clocked));
                }

                @Override
                public Optional<Reason> page(Page page) {
                    NodeName node = new NodeName(page.node());
                    return reasonAgainst(page.cluster(), node, arrival)
                            .or(() -> handOn(page));
                }
            });
        } catch (BeatCodec.WrongVersion e) {
            return Optional.of(Reason.VERSION);
        } catch (IllegalArgumentException e) {
            return Optional.of(Reason.NOISE);
        }
    }

    private Optional<Reason> reasonAgainst(String from, NodeName node, Arrival arrival) {
        if (!from.equals(cluster.name())) {
            return Optional.of(Reason.FOREIGN);
        }
        if (node.equals(self)) {
            return Optional.of(Reason.SELF);
        }
        if (!cluster.nodes().contains(node)) {
            return Optional.of(Reason.STRANGER);
        }
        return arrival.source().equals(arrival.peers().get(node)) ? Optional.empty()
                : Optional.of(Reason.ADDRESS);
    }

    private Optional<Reason> againstReplay(Beat beat) {
        boolean newer = lives.computeIfAbsent(beat.node(), node -> new Lives())
                .advances(beat.boot(), beat.sequence());
        return newer ? Optional.empty() : Optional.of(Reason.REPLAY);
    }

    private Optional<Reason> handOn(Page page) {
        outlets.replicator().clock(page.stamp());
        return outlets.replicator().take(link, page) ? Optional.empty()
                : Optional.of(Reason.INBOX);
    }

    /** The clock first: what follows from the beat comes after it. */
    private Optional<Reason> handOn(BeatCodec.Clocked clocked) {
        Beat beat = clocked.beat();
        outlets.replicator().clock(clocked.clock());
        try {
            outlets.inbox().accept(new Event.BeatHeard(link, beat));
            return Optional.empty();
        } catch (RuntimeException full) {
            return Optional.of(Reason.INBOX);
        }
    }
}
