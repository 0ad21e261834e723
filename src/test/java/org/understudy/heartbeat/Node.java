package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;

/** One node of a test cluster on loopback addresses: its heartbeat and what it heard. */
final class Node implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofMillis(50);

    final NodeName name;
    final List<Beat> heard = new CopyOnWriteArrayList<>();
    final JGroupsHeartbeat heartbeat;
    private final Map<LinkName, Long> byLink = new ConcurrentHashMap<>();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private volatile Beat last;

    Node(Cluster cluster, String name) {
        this(cluster, name, key(1), Replicator.NONE);
    }

    Node(Cluster cluster, String name, KeyFile keys, Replicator replicator) {
        this.name = new NodeName(name);
        this.heartbeat = new JGroupsHeartbeat(cluster, this.name, keys, replicator);
    }

    /** Keys of 32 equal bytes, the first of which seals. */
    static KeyFile key(int... bytes) {
        return KeyFile.fixed(Keys.parse(Path.of("cluster.key"), lines(bytes)));
    }

    static String lines(int... bytes) {
        return Arrays.stream(bytes).mapToObj(each -> {
            byte[] key = new byte[32];
            Arrays.fill(key, (byte) each);
            return Base64.getEncoder().encodeToString(key) + "\n";
        }).collect(Collectors.joining());
    }

    /** Of a node that talks to nobody in particular, and so tells all each time. */
    static Digests digests() {
        return new Digests(List.of(new NodeName("nobody")), Duration.ZERO);
    }

    /** Node n1 has address 127.0.0.11, n2 127.0.0.12 and so on. */
    static Cluster cluster(String name, int port, Duration interval, String... nodes) {
        List<NodeName> names = Arrays.stream(nodes).map(NodeName::new).toList();
        SortedMap<NodeName, String> addresses = new TreeMap<>();
        names.forEach(n -> addresses.put(n, "127.0.0.1" + n.value().substring(1)));
        Link link = new Link(new LinkName("hb#1"), addresses, port,
                interval.multipliedBy(10), interval);
        return new Cluster(name, names, List.of(link), Set.of(), Duration.ZERO, Duration.ZERO,
                Duration.ZERO, Duration.ZERO, false);
    }

    /** The same nodes on other links. */
    static Cluster with(Cluster cluster, Link... links) {
        return new Cluster(cluster.name(), cluster.nodes(), List.of(links), Set.of(),
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
    }

    static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    Node start() {
        heartbeat.start(event -> {
            heard.add(((Event.BeatHeard) event).beat());
            byLink.merge(((Event.BeatHeard) event).link(), 1L, Long::sum);
        });
        loop.scheduleAtFixedRate(this::again, 10, 10, TimeUnit.MILLISECONDS);
        return this;
    }

    synchronized void tell(Beat beat) {
        last = beat;
        heartbeat.tell(last);
    }

    synchronized Node tell(Cluster cluster, String boot, long generation) {
        last = beat(cluster.name(), name.value(), boot, 0, generation);
        heartbeat.tell(last);
        return this;
    }

    /** As a loop does that runs. */
    private synchronized void again() {
        Beat beat = last;
        if (beat != null) {
            heartbeat.tell(beat);
        }
    }

    static Beat beat(String cluster, String node, String boot, long sequence, long generation) {
        return new Beat(cluster, new NodeName(node), new BootId(boot), "machine", sequence,
                generation, NodeState.IDLE, new TreeMap<>(), new TreeMap<>());
    }

    boolean heard(String boot) {
        return heard.stream().anyMatch(beat -> beat.boot().value().equals(boot));
    }

    boolean heard(long generation) {
        return heard.stream().anyMatch(beat -> beat.generation() == generation);
    }

    /** What is wrong with its links. */
    List<String> troubles() {
        return heartbeat.states().stream().flatMap(state -> state.trouble().stream()).toList();
    }

    /** Waits until nothing more is heard; returns how many beats were. */
    int settled() {
        AtomicInteger before = new AtomicInteger(-1);
        await().during(Duration.ofMillis(500)).until(
                () -> before.getAndSet(heard.size()) == heard.size());
        return heard.size();
    }

    static void within(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10))
                .until(condition::getAsBoolean);
    }

    /** How many beats that link has brought. */
    long on(LinkName link) {
        return byLink.getOrDefault(link, 0L);
    }

    long dropped(Reason reason) {
        return heartbeat.dropped().stream().filter(d -> d.reason() == reason)
                .mapToLong(Dropped::count).sum();
    }

    @Override
    public void close() {
        loop.shutdownNow();
        heartbeat.close();
    }
}
