package org.understudy.heartbeat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.Parcel;

/**
 * Questions to other agents and their answers, whole and in time or not at all, over whichever
 * link works: sealed and proven to be of now as beats are. From a thread of its own and paced, so
 * that beats are never in its way.
 */
public final class PeerChannel implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeerChannel.class);
    private static final long TURN = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long CLOSE_MILLIS = 500;
    /** The thread itself says when it is too late; this is for when it has ended. */
    private static final Duration AFTER = Duration.ofSeconds(1);
    private static final int MAX_WAITING = 512;
    /** Datagrams at once, and time between two after that. */
    private static final int BURST = 16;
    private static final long EACH = TimeUnit.MICROSECONDS.toNanos(500);

    private final UUID own;
    private final Outlet outlet;
    private final LongSupplier clock;
    private final Map<NodeName, Dialogue> dialogues = new TreeMap<>();
    private final Map<NodeName, UUID> lives = new ConcurrentHashMap<>();
    private final Map<NodeName, AtomicInteger> underway = new TreeMap<>();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();
    private final Thread thread = new Thread(this::run, "peer-channel");
    private volatile Answerer answerer;
    private volatile Executor workers;
    private volatile boolean closed;

    // Of the thread alone.
    private long allowedAt;

    /** Answers what other nodes ask. */
    public interface Answerer {
        /** The answer, at most a megabyte. Called on the executor, once for each question. */
        byte[] answer(NodeName from, byte[] question);
    }

    /** Where parcels leave the node. */
    interface Outlet {
        /** Sends one, or throws when it cannot leave now. */
        void send(NodeName to, LinkName link, byte[] parcel) throws Exception;
    }

    /** For this life of this node's agent. */
    PeerChannel(Cluster cluster, NodeName self, UUID own, Outlet outlet, LongSupplier clock) {
        this.own = own;
        this.outlet = outlet;
        this.clock = clock;
        this.allowedAt = clock.getAsLong();
        List<LinkName> links = cluster.links().stream().filter(Link::network)
                .map(Link::name).toList();
        cluster.nodes().stream().filter(node -> !node.equals(self) && !links.isEmpty())
                .forEach(node -> {
                    dialogues.put(node, new Dialogue(node, links, outside()));
                    underway.put(node, new AtomicInteger());
                });
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ended, bug) ->
                log.error("channel.bug reason=\"no node can be asked any more\"", bug));
    }

    /**
     * Begins to answer too. Before that this node only asks, and others' questions wait with them.
     *
     * @param answering where answers are worked out; at most eight at once for each node
     */
    public void answer(Answerer with, Executor answering) {
        workers = answering;
        answerer = with;
    }

    void start() {
        if (!dialogues.isEmpty()) {
            thread.start();
        }
    }

    /**
     * Asks another node and waits. A question is dealt with once at most.
     *
     * @param question at most a megabyte
     * @throws PeerException if no answer comes within {@code deadline}, or none can
     */
    public byte[] ask(NodeName to, byte[] question, Duration deadline)
            throws PeerException, InterruptedException {
        Question asked = begin(to, question, deadline);
        try {
            return asked.answer().get(deadline.plus(AFTER).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new PeerException("no answer from " + to + " in time");
        } catch (ExecutionException e) {
            throw new PeerException(e.getCause().getMessage());
        } finally {
            asked.answer().cancel(false);
        }
    }

    Question begin(NodeName to, byte[] message, Duration deadline) throws PeerException {
        UUID life = lives.get(to);
        if (closed || life == null) {
            throw new PeerException(to + " has not been heard since this agent started");
        }
        if (message.length > Gathering.MOST) {
            throw new PeerException("expected at most " + Gathering.MOST
                    + " bytes for " + to + ", got " + message.length);
        }
        AtomicInteger count = underway.get(to);
        if (count.incrementAndGet() > Dialogue.MOST) {
            count.decrementAndGet();
            throw new PeerException(Dialogue.MOST + " questions to " + to
                    + " wait for an answer already");
        }
        Question question = new Question(to, life, ids.incrementAndGet(),
                new Question.Asked(message, clock.getAsLong(), deadline));
        question.answer().whenComplete((answer, failure) -> count.decrementAndGet());
        soon(() -> dialogues.get(to).ask(question));
        return question;
    }

    /** What comes in from the links. */
    Parcels parcels() {
        return new Parcels() {
            @Override
            public void met(NodeName node, UUID life) {
                if (!life.equals(lives.get(node))) {
                    lives.put(node, life);
                }
            }

            @Override
            public boolean take(Arrived arrived) {
                return PeerChannel.this.take(arrived);
            }
        };
    }

    /** What is meant for an earlier life of this agent is of no use to anybody. */
    private boolean take(Parcels.Arrived arrived) {
        if (waitingCount.get() >= MAX_WAITING || !dialogues.containsKey(arrived.from())) {
            return false;
        }
        boolean question = false;
        if (arrived.parcel() instanceof Parcel.Part part) {
            if (!Gathering.fits(part)) {
                return false;
            }
            question = !part.answer();
        }
        if (arrived.parcel().to().equals(own) && (answerer != null || !question)) {
            soon(() -> dialogues.get(arrived.from()).take(arrived, clock.getAsLong()));
        }
        return true;
    }

    private void soon(Runnable what) {
        waitingCount.incrementAndGet();
        waiting.add(what);
        LockSupport.unpark(thread);
    }

    private Dialogue.Outside outside() {
        return new Dialogue.Outside() {
            @Override
            public boolean send(NodeName to, LinkName link, Parcel parcel) {
                return PeerChannel.this.send(to, link, parcel);
            }

            @Override
            public void work(NodeName from, UUID life, long id, byte[] question) {
                workers.execute(() -> {
                    byte[] answer = answerer.answer(from, question);
                    soon(() -> dialogues.get(from).answered(life, id, answer,
                            clock.getAsLong()));
                });
            }
        };
    }

    private boolean send(NodeName to, LinkName link, Parcel parcel) {
        long now = clock.getAsLong();
        if (allowedAt - now > 0) {
            return false;
        }
        allowedAt = Math.max(allowedAt, now - BURST * EACH) + EACH;
        try {
            outlet.send(to, link, parcel.encode());
        } catch (Exception e) {
            log.debug("channel.unsent to={} link={} reason=\"{}\"", to, link, e.toString());
        }
        return true;
    }

    private void run() {
        while (!closed) {
            turn();
            LockSupport.parkNanos(this, TURN);
        }
        dialogues.values().forEach(each -> each.fail("the agent is ending"));
    }

    /** Takes in what waits, sends what is due. */
    void turn() {
        for (Runnable each = waiting.poll(); each != null; each = waiting.poll()) {
            waitingCount.decrementAndGet();
            each.run();
        }
        long now = clock.getAsLong();
        dialogues.forEach((node, each) -> each.turn(now, lives.get(node)));
    }

    /** Whoever waits for an answer is told that none will come. */
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
}
