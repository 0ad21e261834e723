package org.understudy.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.understudy.model.Cluster;
import org.understudy.model.JournalEntry;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Page;
import org.understudy.wire.PageCodec;

/** Nodes that exchange their journals over a made-up network, in virtual time. */
final class Net implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final LinkName ONE = new LinkName("hb#1");
    private static final LinkName TWO = new LinkName("hb#2");

    final List<Integer> sizes = new ArrayList<>();
    private final Path directory;
    private final Limits limits;
    private final Cluster cluster;
    private final Random random;
    private final Map<NodeName, Life> lives = new TreeMap<>();
    private final PriorityQueue<Flying> flying = new PriorityQueue<>();
    private final Map<NodeName, Duration> skews = new TreeMap<>();
    private double loss;
    private double twice;
    private int latest = 2;
    private boolean firstLinkCut;
    private long millis;
    private long order;

    record Life(Journals journals, Replication replication) {
    }

    private record Flying(long at, long order, NodeName from, NodeName to, LinkName link,
            byte[] bytes) implements Comparable<Flying> {
        @Override
        public int compareTo(Flying other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    Net(Path directory, Limits limits, long seed, String... nodes) {
        this.directory = directory;
        this.limits = limits;
        this.random = new Random(seed);
        this.cluster = cluster(nodes);
    }

    private static Cluster cluster(String... nodes) {
        List<NodeName> names = Arrays.stream(nodes).map(NodeName::new).toList();
        List<Link> links = List.of(ONE, TWO).stream().map(link -> new Link(link,
                new TreeMap<>(), 1, Duration.ofSeconds(2), Duration.ofMillis(100))).toList();
        return new Cluster("lab", names, links, Set.of(), Duration.ZERO, Duration.ZERO,
                Duration.ZERO, Duration.ZERO, false);
    }

    /** From now on pages are lost, come twice, and come late, out of order. */
    Net bad(double lost, double doubled, int latestMillis) {
        loss = lost;
        twice = doubled;
        latest = latestMillis;
        return this;
    }

    Net cutFirstLink() {
        firstLinkCut = true;
        return this;
    }

    Net skew(String node, Duration by) {
        skews.put(new NodeName(node), by);
        return this;
    }

    Life on(String node) {
        NodeName name = new NodeName(node);
        Duration skew = skews.getOrDefault(name, Duration.ZERO);
        Journals journals = new Journals(cluster, name, new Journals.Place(
                directory.resolve(node), ZoneOffset.UTC, limits, limits,
                () -> wall().plus(skew).toEpochMilli()));
        Life life = new Life(journals, journals.replication());
        life.replication().sendTo((to, link, page) -> send(name, to, link, page));
        lives.put(name, life);
        return life;
    }

    /** Its disk has all by then. */
    void off(String node) {
        lives.remove(new NodeName(node)).journals().close();
    }

    Journals of(String node) {
        return lives.get(new NodeName(node)).journals();
    }

    Replication replication(String node) {
        return lives.get(new NodeName(node)).replication();
    }

    private Instant wall() {
        return BEGIN.plusMillis(millis);
    }

    /** One entry, by that node's clock. */
    void write(String node, String event, String... facts) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            all.put(facts[i], facts[i + 1]);
        }
        NodeName name = new NodeName(node);
        of(node).own().append(new JournalEntry(
                wall().plus(skews.getOrDefault(name, Duration.ZERO)), name, event, all));
    }

    /** A beat from one to the other, as far as the clocks are concerned. */
    void beat(String from, String to) {
        of(to).clock().seen(of(from).clock().next());
    }

    private void send(NodeName from, NodeName to, LinkName link, Page page) {
        byte[] bytes = PageCodec.encode(page);
        sizes.add(bytes.length);
        int copies = random.nextDouble() < twice ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            boolean lost = random.nextDouble() < loss || firstLinkCut && link.equals(ONE);
            if (!lost) {
                flying.add(new Flying(millis + 1 + random.nextInt(latest), order++, from, to,
                        link, bytes));
            }
        }
    }

    Net run(Duration time) {
        long end = millis + time.toMillis();
        for (; millis < end; millis += 10) {
            while (!flying.isEmpty() && flying.peek().at <= millis) {
                Flying page = flying.poll();
                Life life = lives.get(page.to);
                if (life != null) {
                    Page read = PageCodec.decode(page.bytes);
                    life.journals().clock().seen(read.stamp());
                    life.replication().heard(page.link, page.from, read);
                }
            }
            lives.values().forEach(life -> life.replication()
                    .turn(Duration.ofMillis(millis + 1).toNanos()));
        }
        return this;
    }

    /** What one node has of another one's journal. */
    List<JournalLine> copy(String at, String of) {
        return of(at).replicas().get(new NodeName(of)).book().memory().all();
    }

    List<JournalLine> own(String node) {
        return of(node).own().after(0, 100_000);
    }

    @Override
    public void close() {
        lives.values().forEach(life -> life.journals().close());
    }
}
