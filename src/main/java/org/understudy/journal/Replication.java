package org.understudy.journal;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.journal.Correspondent.Post;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.Page;
import org.understudy.wire.PageCodec;

/**
 * Brings this node's journal to the other nodes and theirs here, so that what a node knew outlives
 * it. One thread of its own; whoever hands it a page neither waits nor takes a lock.
 */
public final class Replication implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Replication.class);
    private static final int MAX_WAITING = 256;
    private static final long TURN = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long CLOSE_MILLIS = 500;

    private final Cluster cluster;
    private final NodeName self;
    private final HybridClock clock;
    private final Map<NodeName, Correspondent> peers = new TreeMap<>();
    private final Queue<Heard> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "journal-post");
    private volatile Outlet outlet;
    private volatile boolean closed;

    // Of the thread alone.
    private long refused;

    private record Heard(LinkName link, NodeName from, Page page) {
    }

    /** Where pages leave the node. */
    public interface Outlet {
        /** Sends one page, or throws when it cannot leave now. */
        void send(NodeName to, LinkName link, Page page) throws Exception;
    }

    Replication(Cluster cluster, NodeName self, Journals journals) {
        this.cluster = cluster;
        this.self = self;
        this.clock = journals.clock();
        int room = PageCodec.room(cluster.name(), self.value());
        if (room < 1) {
            log.warn("journal.alone reason=\"the names of cluster and node are too long\"");
        }
        journals.replicas().forEach((node, replica) -> peers.put(node, new Correspondent(node,
                cluster.links().stream().filter(Link::network).map(Link::name).toList(),
                new Outgoing(journals.own(), self.value(), room), replica)));
        journals.own().listener(() -> LockSupport.unpark(thread));
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ended, bug) ->
                log.error("journal.bug reason=\"no journal is copied any more\"", bug));
    }

    /** Begins; without a link or another node there is nothing to do. */
    public void start(Outlet to) {
        sendTo(to);
        if (!peers.isEmpty() && cluster.links().stream().anyMatch(Link::network)) {
            thread.start();
        }
    }

    void sendTo(Outlet to) {
        outlet = to;
    }

    /** A page came in. Never blocks; false when there is no room for it. */
    public boolean heard(LinkName link, NodeName from, Page page) {
        if (waitingCount.get() >= MAX_WAITING || !peers.containsKey(from)) {
            return false;
        }
        waitingCount.incrementAndGet();
        waiting.add(new Heard(link, from, page));
        LockSupport.unpark(thread);
        return true;
    }

    /** What was said last has a moment to leave. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            turn(System.nanoTime());
            LockSupport.parkNanos(this, TURN);
        }
        turn(System.nanoTime());
    }

    /** Takes in what waits, sends what is due. */
    void turn(long now) {
        for (Heard each = waiting.poll(); each != null; each = waiting.poll()) {
            waitingCount.decrementAndGet();
            peers.get(each.from()).take(each.link(), each.page(), now);
        }
        Post post = (to, link, part, have) -> {
            try {
                outlet.send(to, link, new Page(cluster.name(), self.value(), clock.next(), part,
                        have));
            } catch (Exception e) {
                log.debug("journal.unsent to={} link={} reason=\"{}\"", to, link, e.toString());
            }
        };
        peers.values().forEach(peer -> peer.turn(now, post));
        report();
    }

    private void report() {
        long count = peers.values().stream().mapToLong(peer -> peer.replica().refused()).sum();
        if (count > refused && Long.highestOneBit(count) > Long.highestOneBit(refused)) {
            log.warn("journal.refused lines={} reason=\"not lines of the node that sent them\"",
                    count);
        }
        refused = count;
    }
}
