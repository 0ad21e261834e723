package org.understudy.heartbeat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.understudy.model.Beat;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.Page;

/**
 * Beats on all links: a bare UDP channel of JGroups, bound to this node's address, for each that is
 * a network, and a slot for each that is a disk.
 */
public final class JGroupsHeartbeat implements Heartbeat {
    private static final long KEEPER_MILLIS = 500;

    private final Vouched told = new Vouched();
    private final Counters counters = new Counters();
    private final Replicator replicator;
    private final List<BeatLink> links;
    private final PeerChannel channel;
    private final ScheduledExecutorService keeper =
            Executors.newSingleThreadScheduledExecutor(JGroupsHeartbeat::keeperThread);

    /**
     * For all links of the cluster, with the journal's clock and pages.
     *
     * @param keys with which all of it is sealed
     * @throws IllegalArgumentException if a link lacks a member's address
     */
    public JGroupsHeartbeat(Cluster cluster, NodeName self, KeyFile keys, Replicator replicator) {
        UUID life = UUID.randomUUID();
        this.replicator = replicator;
        Digests digests = digests(cluster, self);
        links = cluster.links().stream().map(link -> {
            Lane lane = new Lane(cluster, self, link);
            return new BeatLink(lane, new Envelope(lane, keys, life, digests), told, counters,
                    replicator);
        }).toList();
        channel = new PeerChannel(cluster, self, life, (to, link, parcel) -> {
            for (BeatLink each : links) {
                if (each.name().equals(link)) {
                    each.send(to, parcel);
                }
            }
        }, System::nanoTime);
    }

    /** A word counts until its node would be silent. */
    private static Digests digests(Cluster cluster, NodeName self) {
        return new Digests(cluster.nodes().stream().filter(node -> !node.equals(self)).toList(),
                cluster.links().stream().map(Link::timeout).max(Duration::compareTo)
                        .orElse(Duration.ZERO));
    }

    /** Questions to other agents, and theirs. */
    public PeerChannel channel() {
        return channel;
    }

    /**
     * Sends a page of the journal to one node on one link, on the caller's thread.
     *
     * @throws Exception when it cannot leave now
     */
    public void send(NodeName to, LinkName link, Page page) throws Exception {
        for (BeatLink each : links) {
            if (each.name().equals(link)) {
                each.send(to, page);
            }
        }
    }

    @Override
    public void start(Consumer<Event> inbox) {
        BeatReceiver.Outlets outlets =
                new BeatReceiver.Outlets(inbox, replicator, channel.parcels());
        links.forEach(link -> link.start(outlets, keeper));
        channel.start();
    }

    @Override
    public void tell(Beat beat) {
        Beat before = told.tell(beat);
        if (before == null || !before.same(beat)) {
            links.forEach(BeatLink::wake);
        }
    }

    /** How the links of this node are. */
    public List<LinkState> states() {
        return links.stream().map(BeatLink::state).toList();
    }

    /**
     * Cuts a link for so long, a second at most, in both directions: what would leave on it or
     * comes in is dropped, and counted as of a drill. Told again it goes on; of zero it ends.
     */
    public void cut(LinkName link, Duration time) {
        links.stream().filter(each -> each.name().equals(link)).forEach(each -> each.cut(time));
    }

    /** What was dropped since the start, sorted by link, source and reason. */
    public List<Dropped> dropped() {
        return counters.snapshot();
    }

    /** Sends the last words once more and frees all ports and threads, within 2 s. */
    @Override
    public void close() {
        channel.close();
        keeper.shutdownNow();
        try {
            keeper.awaitTermination(KEEPER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        links.forEach(BeatLink::close);
    }

    private static Thread keeperThread(Runnable task) {
        Thread thread = new Thread(task, "link-keeper");
        thread.setDaemon(true);
        return thread;
    }
}
