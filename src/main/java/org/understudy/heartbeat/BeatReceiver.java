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

/**
 * Takes the datagrams of one link, hands on the valid beats and counts the rest. Called by one
 * thread at a time, that of the link's socket; touches no lock, disk or log.
 */
final class BeatReceiver {
    private final Cluster cluster;
    private final NodeName self;
    private final LinkName link;
    private final Counters counters;
    private final Consumer<Event> inbox;
    private final Map<NodeName, Lives> lives = new HashMap<>();

    BeatReceiver(Lane lane, Counters counters, Consumer<Event> inbox) {
        this.cluster = lane.cluster();
        this.self = lane.self();
        this.link = lane.link().name();
        this.counters = counters;
        this.inbox = inbox;
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
            Beat beat = Envelope.open(arrival.bytes());
            Optional<Reason> reason = reasonAgainst(beat, arrival);
            return reason.isPresent() ? reason : handOn(beat);
        } catch (BeatCodec.WrongVersion e) {
            return Optional.of(Reason.VERSION);
        } catch (IllegalArgumentException e) {
            return Optional.of(Reason.NOISE);
        }
    }

    private Optional<Reason> reasonAgainst(Beat beat, Arrival arrival) {
        if (!beat.cluster().equals(cluster.name())) {
            return Optional.of(Reason.FOREIGN);
        }
        if (beat.node().equals(self)) {
            return Optional.of(Reason.SELF);
        }
        if (!cluster.nodes().contains(beat.node())) {
            return Optional.of(Reason.STRANGER);
        }
        if (!arrival.source().equals(arrival.peers().get(beat.node()))) {
            return Optional.of(Reason.ADDRESS);
        }
        boolean newer = lives.computeIfAbsent(beat.node(), node -> new Lives())
                .advances(beat.boot(), beat.sequence());
        return newer ? Optional.empty() : Optional.of(Reason.REPLAY);
    }

    private Optional<Reason> handOn(Beat beat) {
        try {
            inbox.accept(new Event.BeatHeard(link, beat));
            return Optional.empty();
        } catch (RuntimeException full) {
            return Optional.of(Reason.INBOX);
        }
    }
}
