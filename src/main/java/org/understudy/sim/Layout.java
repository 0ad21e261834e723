package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.understudy.model.Cluster;
import org.understudy.model.Group;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/**
 * What a made-up cluster consists of.
 *
 * @param seed where all its chance comes from
 * @param timing how fast it goes
 * @param cluster its nodes and links
 * @param services on every node at the beginning
 */
record Layout(long seed, Timing timing, Cluster cluster, List<Service> services) {
    private static final int[] SIZES = {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 4, 4, 4, 5, 6, 8};
    private static final String[] NAMES = {"web", "db", "mail", "batch"};
    private static final List<Resource> KINDS = List.of(
            kind("ip#1", Group.IP, "ip"), kind("disk#1", Group.DISK, "disk.loop"),
            kind("disk#2", Group.DISK, "disk.vg"), kind("fs#1", Group.FS, "fs"),
            kind("fs#2", Group.FS, "fs"), kind("share#1", Group.SHARE, "share.nfs"),
            kind("container#1", Group.CONTAINER, "container.docker"),
            kind("container#2", Group.CONTAINER, "container.docker"),
            kind("app#1", Group.APP, "app"));

    /** One link, no services yet. */
    static Layout plain(long seed, Timing timing, String... names) {
        return new Layout(seed, timing,
                cluster(timing, Arrays.stream(names).map(NodeName::new).toList(), 1), List.of());
    }

    /** Two to eight nodes with one to three links and one to four services. */
    static Layout drawn(long seed) {
        Random random = new Random(seed);
        int size = SIZES[random.nextInt(SIZES.length)];
        List<NodeName> nodes = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            nodes.add(new NodeName("n" + i));
        }
        int links = 1 + random.nextInt(size > 4 ? 2 : 3);
        List<Service> services = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextInt(4) + 1);
        for (int i = 0; i < count; i++) {
            services.add(service(NAMES[i], nodes, random, i == 0));
        }
        return new Layout(seed, Timing.CALM, cluster(Timing.CALM, nodes, links), services);
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

    private static Service service(String name, List<NodeName> all, Random random, boolean main) {
        List<NodeName> nodes = new ArrayList<>(all);
        Collections.shuffle(nodes, random);
        int most = nodes.size() - 1;
        int size = main || random.nextInt(3) > 0 ? nodes.size() : 1 + random.nextInt(most);
        Orchestrate orchestrate = main || random.nextInt(3) > 0 ? Orchestrate.HA
                : random.nextBoolean() ? Orchestrate.START : Orchestrate.NO;
        return new Service(new ServiceName(name), nodes.subList(0, size), orchestrate, "TST",
                1 + random.nextInt(100), random.nextInt(6) > 0, resources(random), Set.of(),
                "original");
    }

    private static List<Resource> resources(Random random) {
        List<Resource> kinds = new ArrayList<>(KINDS);
        Collections.shuffle(kinds, random);
        List<Resource> chosen = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (Resource kind : kinds.subList(0, count)) {
            Set<Flag> flags = new TreeSet<>();
            if (!chosen.isEmpty() && random.nextInt(6) == 0) {
                flags.add(random.nextInt(3) == 0 ? Flag.DISABLE
                        : random.nextBoolean() ? Flag.OPTIONAL : Flag.STANDBY);
            }
            chosen.add(new Resource(kind.rid(), kind.group(), kind.driver(), kind.subset(),
                    kind.sortKey(), flags));
        }
        return chosen;
    }

    private static Resource kind(String rid, Group group, String driver) {
        return new Resource(new Rid(rid), group, driver, Optional.empty(), "", Set.of());
    }
}
