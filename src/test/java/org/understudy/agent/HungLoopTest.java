package org.understudy.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.core.Beats;
import org.understudy.heartbeat.JGroupsHeartbeat;
import org.understudy.heartbeat.KeyFile;
import org.understudy.heartbeat.Keys;
import org.understudy.heartbeat.Replicator;
import org.understudy.model.Action;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Self;
import org.understudy.model.View;

/** S26: an agent that decides nothing any more does not go on telling that it is there. */
final class HungLoopTest {
    private static final KeyFile KEY = KeyFile.fixed(Keys.parse(Path.of("cluster.key"),
            Base64.getEncoder().encodeToString(new byte[32])));
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @TempDir
    Path dir;
    @RegisterExtension
    final Crew crew = new Crew();
    private final AtomicLong heard = new AtomicLong(System.nanoTime());
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong beats = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(3);
    /** What the machine itself stood still for, at most. */
    private final AtomicLong stall = new AtomicLong();
    private final AtomicLong looked = new AtomicLong(System.nanoTime());
    private final Inbox inbox = new Inbox();
    /** How long each round of the loop takes. */
    private volatile Duration round = Duration.ZERO;
    private JGroupsHeartbeat teller;
    private JGroupsHeartbeat listener;
    private Thread loop;
    private Published published;

    @BeforeEach
    void begin() throws Exception {
        Cluster cluster = cluster();
        listener = new JGroupsHeartbeat(cluster, N2, KEY, Replicator.NONE);
        listener.start(event -> beat());
        teller = new JGroupsHeartbeat(cluster, N1, KEY, Replicator.NONE);
        Clock clock = clock();
        Beat other = Beats.of(View.fresh(new Self(N2, new BootId("b"), "m", NodeState.IDLE,
                clock.now()), cluster, Memory.NONE));
        // Who says nothing cannot be answered, and so cannot tell a beat from a recording.
        timer.scheduleAtFixedRate(() -> listener.tell(other), 0, 50, TimeUnit.MILLISECONDS);
        published = new Published(View.fresh(new Self(N1, new BootId("a"), "m",
                NodeState.INIT, clock.now()), cluster, Memory.NONE));
        loop = new Thread(new Loop(inbox, clock, teller, new Chronicle(clock, N1, entry -> { }),
                published, crew.memory(dir, clock)).with(idle()));
        teller.start(inbox);
        loop.start();
        timer.scheduleAtFixedRate(inbox::tick, 0, 50, TimeUnit.MILLISECONDS);
        timer.scheduleAtFixedRate(this::look, 0, 10, TimeUnit.MILLISECONDS);
        Beat answer = Beats.of(View.fresh(new Self(N2, new BootId("b"), "m", NodeState.INIT,
                new Moment(0)), cluster, Memory.NONE));
        timer.scheduleAtFixedRate(() -> listener.tell(answer), 0, 50, TimeUnit.MILLISECONDS);
        await().atMost(Duration.ofSeconds(10)).until(() -> beats.get() > 3);
    }

    @AfterEach
    void end() throws Exception {
        round = Duration.ZERO;
        LockSupport.unpark(loop);
        timer.shutdownNow();
        loop.interrupt();
        loop.join(5_000);
        teller.close();
        listener.close();
    }

    private String metrics() {
        return new Metrics(published.round(), Clock.system()).reply(published.rounds(), List.of())
                .json();
    }

    private void beat() {
        long now = System.nanoTime();
        beats.incrementAndGet();
        longest.accumulateAndGet(now - heard.getAndSet(now), Math::max);
    }

    private void look() {
        long now = System.nanoTime();
        stall.accumulateAndGet(now - looked.getAndSet(now), Math::max);
    }

    private void isHeardFor(Duration time) {
        longest.set(0);
        stall.set(0);
        await().pollDelay(time).atMost(time.plusSeconds(60)).until(() -> true);
        long silent = longest.get() - stall.get();
        assertTrue(silent < TIMEOUT.toNanos(), silent / 1_000_000 + "ms, but for what the"
                + " machine stood still: " + stall.get() / 1_000_000 + "ms");
    }

    @Test
    void aLoopThatHangsFallsSilentAndIsHeardOnceItGoesOn() {
        inbox.accept(new Event.Loaded(List.of()));
        await().atMost(Duration.ofSeconds(60)).until(() -> silence().toMillis() < 150);
        round = Duration.ofMinutes(5);
        await().atMost(Duration.ofSeconds(60)).until(() -> silence().compareTo(TIMEOUT) > 0);
        await().during(Duration.ofSeconds(1)).until(() -> silence().compareTo(TIMEOUT) > 0);
        assertTrue(metrics().contains("ha_up{cluster=\"hung\",node=\"n1\"} 0.0\n"), metrics());
        round = Duration.ZERO;
        LockSupport.unpark(loop);
        await().atMost(Duration.ofSeconds(60)).until(() -> silence().toMillis() < 150);
        await().atMost(Duration.ofSeconds(60)).until(() ->
                metrics().contains("ha_up{cluster=\"hung\",node=\"n1\"} 1.0\n"));
    }

    /** As under load: each round takes nearly a third of the timeout. */
    @Test
    void aLoopThatIsOnlySlowIsHeardAllTheTime() {
        inbox.accept(new Event.Loaded(List.of()));
        await().atMost(Duration.ofSeconds(60)).until(() -> silence().toMillis() < 150);
        round = Duration.ofMillis(300);
        isHeardFor(Duration.ofSeconds(3));
    }

    /** A thousand files take a while. */
    @Test
    void anAgentThatStillReadsItsFilesIsHeard() {
        await().atMost(Duration.ofSeconds(60)).until(() -> silence().toMillis() < 150);
        isHeardFor(Duration.ofSeconds(2));
    }

    private Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heard.get());
    }

    /** Where the loop spends its time, or hangs. */
    private Clock clock() {
        return new Clock() {
            @Override
            public Moment now() {
                long begun = System.nanoTime();
                while (System.nanoTime() - begun < round.toNanos()) {
                    LockSupport.parkNanos(round.toNanos());
                }
                return new Moment(System.nanoTime());
            }

            @Override
            public Instant wall() {
                return Instant.now();
            }
        };
    }

    private static Cluster cluster() throws Exception {
        SortedMap<NodeName, String> addresses = new TreeMap<>();
        addresses.put(N1, "127.0.0.21");
        addresses.put(N2, "127.0.0.22");
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return new Cluster("hung", List.of(N1, N2), List.of(new Link(new LinkName("hb#1"),
                addresses, port, TIMEOUT, Duration.ofMillis(50))), Set.of(),
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
    }

    /** Does nothing, for ever. */
    private static Action.Hands idle() {
        return (Action.Hands) Proxy.newProxyInstance(HungLoopTest.class.getClassLoader(),
                new Class<?>[] {Action.Hands.class}, (proxy, method, arguments) -> null);
    }
}
