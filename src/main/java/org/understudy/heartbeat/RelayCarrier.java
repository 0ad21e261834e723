package org.understudy.heartbeat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.understudy.heartbeat.RelayFrame.Misfit;
import org.understudy.heartbeat.RelayFrame.Posted;
import org.understudy.heartbeat.RelayFrame.Sort;
import org.understudy.heartbeat.RelayFrame.Wanted;
import org.understudy.model.NodeName;
import org.understudy.model.Way;

/**
 * A link over a relay: what is sent is posted there by whoever sends, what the others posted is
 * fetched by a thread of its own, over another connection. A relay that does not answer holds up
 * these two threads and nobody else, each until its deadline.
 */
final class RelayCarrier implements Carrier {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    /** Between two answers: a relay that answers all the time cannot keep a processor busy. */
    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    private final RelaySlots slots;
    private final BeatReceiver receiver;
    private final RelayLine posts;
    private final RelayLine fetches;
    private final Duration patience;
    private final Thread reader;
    private volatile boolean closed;
    private volatile IOException failure;

    private RelayCarrier(RelaySlots slots, BeatReceiver receiver, RelayLine posts,
            RelayLine fetches) {
        this.slots = slots;
        this.receiver = receiver;
        this.posts = posts;
        this.fetches = fetches;
        this.patience = patience(slots.lane());
        this.reader = new Thread(this::run, "relay-" + slots.lane().link().name());
        reader.setDaemon(true);
    }

    private static Duration patience(Lane lane) {
        Duration half = lane.link().timeout().dividedBy(2);
        return half.compareTo(LONGEST) < 0 ? half : LONGEST;
    }

    /**
     * Connects and begins to fetch.
     *
     * @throws IOException when there is no relay that answers
     */
    static RelayCarrier open(RelaySlots slots, Way.Relay way, BeatReceiver receiver)
            throws IOException {
        InetSocketAddress relay = new InetSocketAddress(InetAddress.getByName(way.address()),
                way.port());
        long until = System.nanoTime() + patience(slots.lane()).toNanos();
        RelayLine posts = RelayLine.open(relay, until);
        RelayLine fetches = null;
        try {
            fetches = RelayLine.open(relay, until);
            RelayCarrier carrier = new RelayCarrier(slots, receiver, posts, fetches);
            carrier.fetch(Duration.ZERO);
            carrier.reader.start();
            return carrier;
        } catch (IOException | RuntimeException e) {
            posts.close();
            if (fetches != null) {
                fetches.close();
            }
            throw e;
        }
    }

    @Override
    public void send(List<byte[]> beat) throws IOException {
        RelayFrame post = RelayFrame.post(slots.own(),
                DiskSlot.packed(beat, RelayFrame.MOST_POSTED));
        try {
            expect(posts.ask(post, System.nanoTime() + patience.toNanos()), Sort.TAKEN);
        } catch (IOException e) {
            fail(e);
            throw e;
        }
    }

    @Override
    public void send(NodeName to, byte[] datagram) throws IOException {
        throw new IOException(slots.lane().link().name() + " is a relay: it carries beats alone");
    }

    @Override
    public boolean lost() {
        return failure != null && !reader.isAlive();
    }

    /** What the relay said when it ended this. */
    Optional<RelayLine.Refusal> refusal() {
        return failure instanceof RelayLine.Refusal said ? Optional.of(said) : Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        posts.close();
        fetches.close();
    }

    private void fail(IOException e) {
        failure = failure == null ? e : failure;
        posts.close();
        fetches.close();
    }

    private void run() {
        try {
            while (!closed && failure == null) {
                fetch(slots.lane().link().interval());
                LockSupport.parkNanos(this, PAUSE);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Whatever is new, at once or when it comes. */
    private void fetch(Duration wait) throws IOException {
        Map<UUID, NodeName> asked = new HashMap<>(slots.others());
        RelayFrame question = RelayFrame.fetch(new Wanted(wait, slots.known(asked.keySet())));
        RelayFrame answer = fetches.ask(question,
                System.nanoTime() + wait.plus(patience).toNanos());
        expect(answer, Sort.SLOTS);
        for (Posted posted : answer.slots()) {
            NodeName node = asked.remove(posted.slot());
            if (node == null) {
                throw new Misfit("expected the slots that were asked for, once each, got another");
            }
            slots.seen(posted.slot(), posted.number());
            take(node, posted.bytes());
        }
    }

    private static void expect(RelayFrame answer, Sort sort) throws Misfit {
        if (answer.sort() != sort) {
            throw new Misfit("expected an answer of sort " + sort + ", got " + answer.sort());
        }
    }

    private void take(NodeName node, byte[] bytes) {
        SlotOrigin origin = new SlotOrigin(node, false);
        try {
            DiskSlot.unpacked(bytes).forEach(each -> receiver.take(origin.arrival(each)));
        } catch (Refused noise) {
            receiver.refused(origin.source(), noise.reason());
        }
    }
}
