package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Cluster;
import org.understudy.model.Group;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Quorum;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Restart;
import org.understudy.model.Rid;
import org.understudy.model.Rules;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/**
 * What a scenario begins with, in words of the files' keywords:
 * {@code given cluster links=2 stonith=n1 quorum watchdog split=crash arbitrators=a1},
 * {@code given service=web on=n1,n2 orchestrate=ha topology=flex target=2 scsireserv=disk#1} and
 * {@code given resource=web:ip#1 monitor restart=2 delay=1s}. Whatever is not said is as by
 * default, but every node has a fence device.
 */
final class Given {
    private final Timing timing;
    private final Map<String, Map<String, String>> services = new TreeMap<>();
    private final Map<String, Map<String, String>> resources = new TreeMap<>();
    private Map<String, String> cluster = Map.of();

    Given(Timing timing) {
        this.timing = timing;
    }

    /** One line, without its first word. */
    void take(String line) {
        Map<String, String> options = options(line);
        if (options.containsKey("cluster")) {
            cluster = options;
        } else if (options.containsKey("resource")) {
            resources.put(options.get("resource"), options);
        } else if (options.containsKey("service")) {
            services.put(options.get("service"), options);
        } else {
            throw new IllegalArgumentException("expected cluster, service or resource: " + line);
        }
    }

    private static Map<String, String> options(String line) {
        Map<String, String> options = new TreeMap<>();
        for (String word : line.split(" +")) {
            String[] parts = word.split("=", 2);
            options.put(parts[0], parts.length > 1 ? parts[1] : "true");
        }
        return options;
    }

    World world() {
        Layout layout = new Layout(number(cluster, "seed", 1), timing, cluster(), List.of());
        World world = new World(layout).tracing(true);
        services.keySet().forEach(name -> world.with(service(name)));
        return world;
    }

    /** The service's file once these keywords of it are set. */
    Service edited(String service, String options) {
        services.get(service).putAll(options(options));
        return service(service);
    }

    private Cluster cluster() {
        Set<NodeName> nodes = new LinkedHashSet<>(nodes(cluster.getOrDefault("nodes", "")));
        services.values().forEach(service -> nodes.addAll(nodes(service.get("on"))));
        Map<NodeName, String> addresses = new TreeMap<>();
        nodes.forEach(node -> addresses.put(node, node.value()));
        List<Link> links = new ArrayList<>();
        for (int i = 1; i <= Integer.parseInt(cluster.getOrDefault("links", "1")); i++) {
            links.add(new Link(new LinkName("hb#" + i), new TreeMap<>(addresses), i,
                    timing.timeout(), timing.interval()));
        }
        Set<NodeName> fenced = !cluster.containsKey("stonith") ? nodes
                : Set.copyOf(nodes(cluster.get("stonith").replace("none", "")));
        return new Cluster("sim", List.copyOf(nodes), links, fenced, Duration.ofSeconds(10),
                Duration.ofSeconds(5), timing.rejoin(), Duration.ofSeconds(60),
                cluster.containsKey("takeover_without_proof"), quorum(),
                Integer.parseInt(cluster.getOrDefault("parallel", "10")));
    }

    private Quorum quorum() {
        return !cluster.containsKey("quorum") ? Quorum.OFF : new Quorum(true,
                words(cluster.get("arbitrators")).stream().map(ArbitratorName::new).toList(),
                timing.timeout(), Duration.ofSeconds(10), Optional.ofNullable(cluster.get("split"))
                        .map(how -> Rules.MonitorAction.valueOf(upper(how))),
                cluster.containsKey("watchdog"));
    }

    private Service service(String name) {
        Map<String, String> said = services.get(name);
        List<Resource> all = words(said.getOrDefault("resources", "disk#1,fs#1,ip#1")).stream()
                .map(rid -> resource(name, rid)).flatMap(one -> reserved(one, said)).toList();
        return new Service(new ServiceName(name), nodes(said.get("on")),
                Orchestrate.valueOf(upper(said.getOrDefault("orchestrate", "no"))), "TST",
                number(said, "priority", 100), !"false".equals(said.get("rollback")), all,
                Set.of(), said.toString(), rules(said));
    }

    private static Rules rules(Map<String, String> said) {
        return new Rules(
                Rules.Topology.valueOf(upper(said.getOrDefault("topology", "failover"))),
                new Rules.Flex(number(said, "min", 1), number(said, "max", 1),
                        number(said, "target", 1)),
                Rules.Placing.valueOf(upper(said.getOrDefault("placement", "nodes_order"))),
                new Rules.Relations(names(said, "parents"), names(said, "children"),
                        names(said, "with"), names(said, "without"), names(said, "prefer_with"),
                        names(said, "prefer_without")),
                Optional.ofNullable(said.get("monitor_action"))
                        .map(action -> Rules.MonitorAction.valueOf(upper(action))),
                number(said, "takeovers", 10));
    }

    /** {@code scsireserv=disk#1}: its disks are; {@code open=fs#1} lies on others. */
    private static Stream<Resource> reserved(Resource one, Map<String, String> said) {
        if (!said.containsKey("scsireserv")
                || words(said.get("open")).contains(one.rid().value())) {
            return Stream.of(one);
        }
        Resource covered = ServiceDrawer.covered(one);
        return !words(said.get("scsireserv")).contains(one.rid().value()) ? Stream.of(covered)
                : Stream.of(ServiceDrawer.reservation(one), covered);
    }

    private Resource resource(String service, String rid) {
        Map<String, String> said = resources.getOrDefault(service + ":" + rid, Map.of());
        Group group = Group.valueOf(upper(rid.substring(0, rid.indexOf('#'))));
        Set<Flag> flags = new TreeSet<>();
        Arrays.stream(Flag.values())
                .filter(flag -> said.containsKey(flag.name().toLowerCase(Locale.ROOT)))
                .forEach(flags::add);
        return new Resource(new Rid(rid), group, group.word(), Optional.empty(), "", flags,
                new Restart(number(said, "restart", 0), lasting(said.getOrDefault("delay", "0s"))));
    }

    /** {@code 20s}, {@code 1.5s}, {@code 10m}. */
    static Duration lasting(String words) {
        return Duration.parse("PT" + upper(words));
    }

    static String upper(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static List<String> words(String list) {
        return list == null || list.isEmpty() ? List.of() : List.of(list.split(","));
    }

    private static List<NodeName> nodes(String list) {
        return words(list).stream().map(NodeName::new).toList();
    }

    private static List<ServiceName> names(Map<String, String> said, String option) {
        return words(said.get(option)).stream().map(ServiceName::new).toList();
    }

    private static int number(Map<String, String> said, String option, int usual) {
        return Integer.parseInt(said.getOrDefault(option, "" + usual));
    }
}
