package org.understudy.heartbeat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.understudy.heartbeat.Echoes.Echo;
import org.understudy.heartbeat.Echoes.Told;
import org.understudy.heartbeat.Lives.Spoken;
import org.understudy.model.Beat;
import org.understudy.model.Event;
import org.understudy.model.NodeName;
import org.understudy.model.Way;
import org.understudy.wire.BeatCodec;
import org.understudy.wire.Page;
import org.understudy.wire.PageCodec;
import org.understudy.wire.Parcel;
import org.understudy.wire.Summary;

/**
 * Takes the datagrams of one link, hands on the valid ones and counts the rest. Called by one
 * thread at a time, that of the link's socket; touches no lock, disk or log.
 */
final class BeatReceiver {
    private final Lane lane;
    private final Envelope envelope;
    private final Counters counters;
    private final Outlets outlets;
    private final Map<NodeName, Lives> lives = new HashMap<>();
    private final Map<Integer, NodeName> members = new HashMap<>();
    private final Cut cut;

    /** @param cut while it holds, all is dropped */
    BeatReceiver(Lane lane, Envelope envelope, Counters counters, Outlets outlets, Cut cut) {
        this.cut = cut;
        this.lane = lane;
        this.envelope = envelope;
        this.counters = counters;
        this.outlets = outlets;
        lane.cluster().nodes().forEach(node -> members.put(Header.mark(node.value()), node));
    }

    /** Who is handed what is valid: the loop its beats, the journal its pages. */
    record Outlets(Consumer<Event> inbox, Replicator replicator, Parcels parcels) {
    }

    /** Never throws: whatever comes in, the socket's thread goes on. */
    void take(Arrival arrival) {
        if (cut.drops(arrival.source())) {
            return;
        }
        try {
            open(arrival);
        } catch (Refused refused) {
            refused(arrival.source(), refused.reason());
        }
    }

    /** Something of that source was of no use. */
    void refused(String source, Reason reason) {
        counters.count(lane.link().name(), source, reason);
    }

    /**
     * A datagram as it came in.
     *
     * @param source sender's address, as the datagram says
     * @param bytes its own copy
     * @param origin what that address means on this link
     */
    record Arrival(String source, byte[] bytes, Origin origin) {
    }

    /** Where a datagram came from. */
    interface Origin {
        /** Whether that node's words come from there. */
        boolean fits(NodeName from);

        /** Whether what this node sends itself comes back from there. */
        boolean mine();

        /** A valid beat of that node came from there. */
        void met(NodeName from);
    }

    private void open(Arrival arrival) throws Refused {
        Header header = Header.read(arrival.bytes());
        if (header.life().equals(envelope.life()) && arrival.origin().mine()) {
            return;
        }
        NodeName from = sender(header, arrival);
        byte[] plain = envelope.open(arrival.bytes(), header, from);
        if (from.equals(lane.self())) {
            throw new Refused(Reason.SELF);
        }
        Lives of = lives.computeIfAbsent(from, node -> lane.link().way()
                instanceof Way.Relay ? Lives.held(lane.link())
                : new Lives(lane.link().interval()));
        try {
            switch (header.kind()) {
                case BEAT -> {
                    beat(header, from, Told.read(plain, envelope.life()), of);
                    arrival.origin().met(from);
                }
                case PAGE -> page(header, from, PageCodec.decode(plain), of);
                case PARCEL -> parcel(header, from, Parcel.decode(plain), of);
            }
        } catch (BeatCodec.WrongVersion e) {
            throw new Refused(Reason.VERSION);
        } catch (IllegalArgumentException e) {
            throw new Refused(Reason.NOISE);
        }
    }

    /** Who seems to have sent it; only opening tells whether that is so. */
    private NodeName sender(Header header, Arrival arrival) throws Refused {
        if (header.cluster() != Header.mark(lane.cluster().name())) {
            throw new Refused(Reason.FOREIGN);
        }
        NodeName from = members.get(header.sender());
        if (from == null) {
            throw new Refused(Reason.STRANGER);
        }
        if (header.life().equals(envelope.life())) {
            throw new Refused(Reason.REPLAY);
        }
        if (!from.equals(lane.self()) && !arrival.origin().fits(from)) {
            throw new Refused(Reason.ADDRESS);
        }
        return from;
    }

    /** The clock first: what follows from the beat comes after it. */
    private void beat(Header header, NodeName from, Told told, Lives of) throws Refused {
        if (Parts.isPart(told.beat())) {
            current(header, from, told, of);
            Optional<byte[]> whole = of.parts().take(told.beat());
            if (whole.isPresent()) {
                heard(read(whole.get(), from), header, from);
            }
            return;
        }
        BeatCodec.Clocked clocked = read(told.beat(), from);
        current(header, from, told, of);
        heard(clocked, header, from);
    }

    private BeatCodec.Clocked read(byte[] bytes, NodeName from) throws Refused {
        BeatCodec.Clocked clocked = BeatCodec.read(bytes);
        Beat beat = clocked.beat();
        if (!beat.node().equals(from) || !beat.cluster().equals(lane.cluster().name())) {
            throw new Refused(Reason.NOISE);
        }
        return clocked;
    }

    /** Refuses what is not of now. */
    private void current(Header header, NodeName from, Told told, Lives of) throws Refused {
        envelope.echoes().heard(from, new Echo(header.life(), header.number()));
        refuse(of.against(new Spoken(header.life(), header.number(), told.echoed()),
                envelope.sent(), System.nanoTime()));
    }

    private void heard(BeatCodec.Clocked clocked, Header header, NodeName from) throws Refused {
        outlets.parcels().met(from, header.life());
        outlets.replicator().clock(clocked.clock());
        Beat beat = filledIn(clocked, from);
        try {
            outlets.inbox().accept(new Event.BeatHeard(lane.link().name(), beat));
        } catch (RuntimeException full) {
            throw new Refused(Reason.INBOX);
        }
    }

    /** With the instances that its digest stands for. */
    private Beat filledIn(BeatCodec.Clocked clocked, NodeName from) throws Refused {
        Summary summary = clocked.summary();
        Digests digests = envelope.digests();
        digests.word(from, summary.held().getOrDefault(lane.self(), ""), System.nanoTime());
        if (summary.whole()) {
            digests.told(from, summary.digest(), clocked.beat().instances());
            return clocked.beat();
        }
        return clocked.beat().with(digests.of(from, summary.digest())
                .orElseThrow(() -> new Refused(Reason.UNTOLD)));
    }

    private void page(Header header, NodeName from, Page page, Lives of) throws Refused {
        if (!page.node().equals(from.value()) || !page.cluster().equals(lane.cluster().name())) {
            throw new Refused(Reason.NOISE);
        }
        refuse(of.against(Kind.PAGE, header.life(), header.number()));
        outlets.replicator().clock(page.stamp());
        refuse(outlets.replicator().take(lane.link().name(), page) ? Optional.empty()
                : Optional.of(Reason.INBOX));
    }

    private void parcel(Header header, NodeName from, Parcel parcel, Lives of) throws Refused {
        refuse(of.against(Kind.PARCEL, header.life(), header.number()));
        boolean room = outlets.parcels().take(
                new Parcels.Arrived(lane.link().name(), from, header.life(), parcel));
        refuse(room ? Optional.empty() : Optional.of(Reason.INBOX));
    }

    private static void refuse(Optional<Reason> reason) throws Refused {
        if (reason.isPresent()) {
            throw new Refused(reason.get());
        }
    }
}
