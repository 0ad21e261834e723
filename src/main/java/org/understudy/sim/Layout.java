package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;
import org.understudy.model.Service;

/**
 * What a made-up cluster consists of.
 *
 * @param seed where all its chance comes from
 * @param timing how fast it goes
 * @param cluster its nodes and links
 * @param services on every node at the beginning
 */
record Layout(long seed, Timing timing, Cluster cluster, List<Service> services) {
    /** What people have, more often than what is slow to play: of sixty, so many have this size. */
    private static final int[] SIZES = {0, 0, 31, 18, 6, 2, 2, 0, 1};
    private static final String[] NAMES = {"web", "db", "mail", "batch"};

    /** One link, no services yet. */
    static Layout plain(long seed, Timing timing, String... names) {
        return new Layout(seed, timing,
                cluster(timing, Arrays.stream(names).map(NodeName::new).toList(), 1), List.of());
    }

    /** Two to eight nodes with one to three links and one to four services. */
    static Layout drawn(long seed) {
        Random random = new Random(seed);
        int size = size(random.nextInt(60));
        List<NodeName> nodes = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            nodes.add(new NodeName("n" + i));
        }
        int links = 1 + random.nextInt(size > 4 ? 2 : 3);
        List<Service> services = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextInt(4) + 1);
        for (int i = 0; i < count; i++) {
            services.add(new ServiceDrawer(random, nodes, NAMES).draw(i));
        }
        Layout plain = new Layout(seed, Timing.CALM, cluster(Timing.CALM, nodes, links), services);
        return plain.with(plain.quorum(new Random(seed * 0x9e3779b97f4a7c15L)))
                .reserving(new Random(seed * 0x9e3779b97f4a7c15L + 1));
    }

    private static int size(int drawn) {
        int size = 0;
        for (int left = drawn - SIZES[0]; left >= 0; left -= SIZES[size]) {
            size++;
        }
        return size;
    }

    /** In one of three, disks that can be reserved; most of those have no fence devices. */
    private Layout reserving(Random random) {
        if (random.nextInt(3) > 0) {
            return this;
        }
        ServiceDrawer drawer = new ServiceDrawer(random, cluster.nodes(), NAMES);
        Layout reserving = new Layout(seed, timing, cluster,
                services.stream().map(drawer::reserved).toList());
        return random.nextInt(4) == 0 ? reserving : reserving.with(Set.of(), cluster.quorum());
    }

    /** Mostly where there are three nodes or more; two have an arbitrator then. */
    private Quorum quorum(Random random) {
        int size = cluster.nodes().size();
        if (random.nextInt(4) >= (size > 2 ? 2 : 1)) {
            return Quorum.OFF;
        }
        int most = size == 2 ? 1 : size % 2 == 0 ? 2 : 3;
        int few = size == 2 ? 1 : 0;
        List<ArbitratorName> arbitrators = new ArrayList<>();
        for (int i = random.nextInt(most) + few; i > 0; i--) {
            arbitrators.add(new ArbitratorName("arbitrator#" + i));
        }
        return new Quorum(true, arbitrators, timing.timeout(), Duration.ofSeconds(10),
                random.nextInt(4) > 0);
    }

    /** Where a watchdog proves that a node has stopped, one in three has no fence devices. */
    private Layout with(Quorum quorum) {
        boolean bare = quorum.watchdog() && seed % 3 == 0;
        return with(bare ? Set.of() : cluster.fenced(), quorum);
    }

    private Layout with(Set<NodeName> fenced, Quorum quorum) {
        Cluster all = cluster;
        return new Layout(seed, timing, new Cluster(all.name(), all.nodes(), all.links(),
                fenced, all.fenceTimeout(), all.readyPeriod(), all.rejoinGracePeriod(),
                all.maintenanceGracePeriod(), all.takeoverWithoutProof(), quorum,
                all.parallel()), services);
    }

    private static Cluster cluster(Timing timing, List<NodeName> nodes, int links) {
        SortedMap<NodeName, String> addresses = new TreeMap<>();
        nodes.forEach(node -> addresses.put(node, node.value()));
        List<Link> all = new ArrayList<>();
        for (int i = 1; i <= links; i++) {
            all.add(new Link(new LinkName("hb#" + i), "unicast", addresses, i, timing.timeout(),
                    timing.interval()));
        }
        return new Cluster("sim", nodes, all, Set.copyOf(nodes), Duration.ofSeconds(10),
                Duration.ofSeconds(5), timing.rejoin(), Duration.ofSeconds(60), false);
    }
}
