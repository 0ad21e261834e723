package org.understudy.heartbeat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Way;
import org.understudy.wire.Page;

/**
 * One link: its sender, and a look now and then, from elsewhere, that opens its channel once the
 * address is there and says when its health changes.
 */
final class BeatLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BeatLink.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Lane lane;
    private final Counters counters;
    private final Envelope envelope;
    private final AtomicReference<Carrier> carrier = new AtomicReference<>();
    private final BeatSender sender;
    private final Cut cut;
    private final Health health = new Health(this::say);
    private volatile boolean closed;

    // Of the keeper's thread alone.
    private Duration retry = FIRST_RETRY;
    private BeatReceiver receiver;
    private Opening opening;

    BeatLink(Lane lane, Envelope envelope, Vouched told, Counters counters,
            Replicator replicator) {
        this.lane = lane;
        this.envelope = envelope;
        this.counters = counters;
        this.cut = new Cut(lane, counters);
        this.sender = new BeatSender(lane, told, carrier, clocked(envelope, replicator));
    }

    private static BeatSender.Packer clocked(Envelope envelope, Replicator replicator) {
        return beat -> envelope.pack(beat, replicator.clock());
    }

    /** Opens in the background, on {@code keeper}, as often as it takes. */
    void start(BeatReceiver.Outlets outlets, ScheduledExecutorService keeper) {
        receiver = new BeatReceiver(lane, envelope, counters, outlets, cut);
        opening = opening();
        sender.start();
        keeper.execute(() -> keep(keeper));
    }

    void wake() {
        sender.wake();
    }

    LinkState state() {
        return new LinkState(name(), lane.link().way().type(), lane.place(),
                cut.words().or(() -> Optional.of(health.state())
                        .filter(state -> !state.isEmpty())));
    }

    /** As {@link Cut#hold}; what ends is made up for at once. */
    void cut(Duration time) {
        boolean ends = cut.holds() && time.isZero();
        cut.hold(time);
        if (ends) {
            sender.again();
        }
    }

    LinkName name() {
        return lane.link().name();
    }

    /**
     * Sends a page to one node.
     *
     * @throws Exception when it cannot leave now
     */
    void send(NodeName to, Page page) throws Exception {
        carrier().send(to, envelope.pack(to, page));
    }

    /** The same for a parcel. */
    void send(NodeName to, byte[] parcel) throws Exception {
        carrier().send(to, envelope.pack(to, parcel));
    }

    private Carrier carrier() throws IOException {
        Carrier open = carrier.get();
        if (open == null) {
            throw new IOException(name() + " is not open");
        }
        return open;
    }

    /** When the keeper is still opening, it closes behind itself. */
    @Override
    public void close() {
        closed = true;
        sender.close();
        closeCarrier();
        if (opening != null) {
            opening.close();
        }
    }

    private void keep(ScheduledExecutorService keeper) {
        Duration next = look();
        if (!keeper.isShutdown()) {
            keeper.schedule(() -> keep(keeper), next.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Duration look() {
        Carrier open = carrier.get();
        if (open != null && !open.lost()) {
            health.is(open.trouble().or(() -> sender.trouble()
                    .map(e -> "not sending: " + root(e))).orElse(""), System.nanoTime());
            return LOOK;
        }
        return open();
    }

    private Duration open() {
        try {
            closeCarrier();
            carrier.set(cut.around(opening.open()));
            if (closed) {
                closeCarrier();
            }
            retry = FIRST_RETRY;
            health.is("", System.nanoTime());
            sender.opened();
            return LOOK;
        } catch (DiskCarrier.Pending pending) {
            return FIRST_RETRY;
        } catch (Exception | LinkageError e) {
            health.is("not open: " + root(e), System.nanoTime());
            Duration now = retry;
            Duration twice = retry.multipliedBy(2);
            retry = twice.compareTo(LAST_RETRY) < 0 ? twice : LAST_RETRY;
            return now;
        }
    }

    private Opening opening() {
        return lane.link().way().to(new Way.Reader<>() {
            @Override
            public Opening unicast(Way.Unicast way) {
                return () -> UdpCarrier.unicast(lane, way, receiver);
            }

            @Override
            public Opening multicast(Way.Multicast way) {
                return () -> UdpCarrier.multicast(lane, way, receiver);
            }

            @Override
            public Opening disk(Way.Disk way) {
                return new SlowOpening(lane, () -> DiskCarrier.open(lane, way, receiver));
            }

            @Override
            public Opening relay(Way.Relay way) {
                return new SlowOpening(lane, new RelayOpening(
                        new RelaySlots(lane, envelope.keys()), way, receiver));
            }
        });
    }

    /** Makes a link ready for use, as often as it takes. */
    interface Opening {
        Carrier open() throws Exception;

        /** Nothing is to be opened any more. */
        default void close() {
            // Most are open, or not, when open() returns.
        }
    }

    private void closeCarrier() {
        Carrier old = carrier.getAndSet(null);
        if (old != null) {
            old.close();
        }
    }

    private void say(Health.Said said) {
        if (said.flaps()) {
            log.warn("link.flaps link={} at=\"{}\" reason=\"{}\" next=\"a word once it has held"
                    + " still for {}s\"", name(), lane.place(), said.state(),
                    Health.CALM.toSeconds());
        } else if (said.state().isEmpty()) {
            log.info("link.open link={} at=\"{}\"", name(), lane.place());
        } else {
            log.warn("link.trouble link={} at=\"{}\" reason=\"{}\"", name(), lane.place(),
                    said.state());
        }
    }

    private static String root(Throwable e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : root(e.getCause());
    }
}
