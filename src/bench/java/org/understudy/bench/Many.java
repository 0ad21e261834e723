package org.understudy.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.understudy.core.Effects;
import org.understudy.core.Facts;
import org.understudy.core.Policy;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Fencing;
import org.understudy.model.Freeze;
import org.understudy.model.Goal;
import org.understudy.model.Group;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.Kept;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Local;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.Moves;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Restart;
import org.understudy.model.Rid;
import org.understudy.model.Rules;
import org.understudy.model.Rules.Placing;
import org.understudy.model.Rules.Relations;
import org.understudy.model.Rules.Topology;
import org.understudy.model.Self;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Standing;
import org.understudy.model.Status;
import org.understudy.model.Target;
import org.understudy.model.View;

/**
 * Eight nodes and many services in mixed states, as n1 sees them. Each service has five resources
 * and all eight nodes; its first node runs it, and n1 comes next.
 */
final class Many {
    static final LinkName LINK = new LinkName("hb#1");
    static final NodeName PEER = new NodeName("n2");
    static final Duration TICK = Duration.ofMillis(100);

    private static final List<NodeName> NODES =
            IntStream.rangeClosed(1, 8).mapToObj(i -> new NodeName("n" + i)).toList();
    private static final Moment START = new Moment(0);
    private static final int ROUNDS = 20;
    private static final int SILENCE = 25;

    private final List<Service> services;
    private View view;

    Many(int count) {
        services = IntStream.range(0, count).mapToObj(Many::service).toList();
        Self self = new Self(NODES.get(0), boot(NODES.get(0)), "m1", NodeState.IDLE, START);
        SortedMap<ServiceName, Local> locals = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            locals.put(services.get(i).name(), local(i, services.get(i)));
        }
        view = View.fresh(self, cluster(), Memory.NONE).with(locals);
        for (int round = 1; round <= ROUNDS; round++) {
            hear(round);
        }
    }

    /** All peers heard just now, and no action left to begin. */
    View view() {
        return view;
    }

    /** One peer has just fallen silent, and its kernel does not answer. */
    View silent() {
        View silent = view;
        for (int round = ROUNDS + 1; round <= ROUNDS + SILENCE; round++) {
            Moment now = START.plus(TICK.multipliedBy(round));
            for (NodeName node : NODES.subList(2, NODES.size())) {
                silent = Facts.after(silent, new Event.BeatHeard(LINK, beat(node, round)), now);
            }
        }
        return Facts.after(silent, new Event.Pinged(PEER, false), silent.now());
    }

    /** The silent peer is off for certain: all that it ran is to be started here. */
    View fenced() {
        View silent = silent();
        return silent.with(PEER, new Fencing(Fencing.Phase.CONFIRMED, 1, silent.now(), "ok",
                machine(PEER)));
    }

    Moment next(View last) {
        return last.now().plus(TICK);
    }

    /** The peer's next beat, which says nothing new. */
    Event same() {
        return new Event.BeatHeard(LINK, beat(PEER, ROUNDS + 1));
    }

    /** The peer's next beat: it stops one of its services. */
    Event changed() {
        Beat beat = beat(PEER, ROUNDS + 1);
        SortedMap<ServiceName, Instance> told = new TreeMap<>(beat.instances());
        told.put(services.get(1).name(), instance(1, Status.UP, Monitor.STOPPING));
        return told(beat, told);
    }

    /** The peer's next beat: an operator wants every service started, and most are. */
    Event wished() {
        Beat beat = beat(PEER, ROUNDS + 1);
        SortedMap<ServiceName, Instance> told = new TreeMap<>();
        beat.instances().forEach((name, there) -> told.put(name, new Instance(there.avail(),
                there.overall(), there.monitor(), there.frozen(), there.checksum(),
                Optional.of(new Target(1, "of " + name, "root@n2", Goal.STARTED)), 1,
                there.past())));
        return told(beat, told);
    }

    private static Event told(Beat beat, SortedMap<ServiceName, Instance> told) {
        return new Event.BeatHeard(LINK, new Beat(beat.cluster(), PEER, beat.boot(),
                beat.machine(), beat.sequence(), beat.generation() + 1, beat.state(), told,
                beat.heard(), beat.standing(), beat.sent()));
    }

    /** A service that is up here was read; {@code app} is what its last resource says. */
    Event probed(Status app) {
        return new Event.Probed(services.get(0).name(), read(services.get(0), Status.UP, app));
    }

    /** One round with its tick of the clock. */
    private void hear(int round) {
        for (NodeName node : NODES.subList(1, NODES.size())) {
            take(new Event.BeatHeard(LINK, beat(node, round)), round);
        }
        take(new Event.Tick(), round);
    }

    private void take(Event event, int round) {
        View heard = Facts.after(view, event, START.plus(TICK.multipliedBy(round)));
        view = event instanceof Event.Tick ? Effects.of(heard, Policy.decide(heard)) : heard;
    }

    private Beat beat(NodeName node, int round) {
        SortedMap<ServiceName, Instance> told = new TreeMap<>();
        for (int i = 0; i < services.size(); i++) {
            boolean up = services.get(i).nodes().get(0).equals(node);
            told.put(services.get(i).name(), instance(i, up ? Status.UP : Status.DOWN,
                    Monitor.IDLE));
        }
        SortedMap<NodeName, Heard> heard = new TreeMap<>();
        NODES.stream().filter(other -> !other.equals(node)).forEach(other ->
                heard.put(other, new Heard(boot(other), view.generation(), round,
                        round <= ROUNDS || !other.equals(PEER))));
        return new Beat("many", node, boot(node), machine(node), round, 1, NodeState.IDLE, told,
                heard, Standing.PLAIN, round);
    }

    private Instance instance(int i, Status avail, Monitor monitor) {
        return new Instance(avail, avail, monitor, false, services.get(i).checksum(),
                Optional.empty(), 0, new Instance.Past(0, 0, 1, avail == Status.UP ? 1 : 0, 1));
    }

    /** Of a hundred services, two have failed here, five are frozen here, one was never read. */
    private static Local local(int i, Service service) {
        boolean here = service.nodes().get(0).equals(NODES.get(0));
        Kept kept = i % 20 != 3 ? Kept.NOTHING.moved(new Moves(1, List.of(START)))
                : Kept.NOTHING.frozen(Optional.of(
                        new Freeze("root@n1", "disk", START, Optional.empty())));
        Local fresh = Local.of(service, kept, START);
        Status status = here ? Status.UP : Status.DOWN;
        Local read = i % 100 == 51 ? fresh : fresh.read(read(service, status, status));
        return i % 50 == 7 ? read.doing(Monitor.START_FAILED, START, "ip#1: exit 1") : read;
    }

    private static SortedMap<Rid, ResourceStatus> read(Service service, Status status,
            Status app) {
        SortedMap<Rid, ResourceStatus> read = new TreeMap<>();
        service.resources().forEach(resource -> read.put(resource.rid(), new ResourceStatus(
                resource.group() == Group.APP ? app : status, resource.driver())));
        return read;
    }

    private static Service service(int i) {
        List<NodeName> nodes = new ArrayList<>(NODES);
        NodeName first = nodes.get(i % nodes.size());
        nodes.remove(first);
        nodes.add(0, first);
        ServiceName name = name(i);
        return new Service(name, nodes, i % 40 == 11 ? Orchestrate.NO : Orchestrate.HA, "PRD",
                i % 100, true, List.of(resource("ip#1", Group.IP, "ip", Set.of()),
                        resource("disk#1", Group.DISK, "disk.loop", Set.of()),
                        resource("fs#1", Group.FS, "fs", Set.of()),
                        resource("container#1", Group.CONTAINER, "container.docker", Set.of()),
                        resource("app#1", Group.APP, "app", Set.of(Flag.MONITOR))),
                Set.of(), String.format("%016x", (i + 1) * 0x9e3779b97f4a7c15L), rules(i));
    }

    /** Mostly as listed; some spread, shifted, by load, flexible, with parents or affinities. */
    private static Rules rules(int i) {
        Placing placing = i % 10 < 6 ? Placing.NODES_ORDER
                : List.of(Placing.SPREAD, Placing.SHIFT, Placing.LOAD_AVG, Placing.SCORE)
                        .get(i % 10 - 6);
        List<ServiceName> other = List.of(name(i < 8 ? i + 8 : i - 8));
        Relations relations = i % 10 == 4
                ? new Relations(other, List.of(), List.of(), List.of(), List.of(), List.of())
                : i % 10 == 5 ? new Relations(List.of(), List.of(), List.of(), List.of(),
                        other, List.of()) : Relations.NONE;
        boolean flex = i % 25 == 9;
        return new Rules(flex ? Topology.FLEX : Topology.FAILOVER,
                flex ? new Rules.Flex(1, 2, 1) : Rules.DEFAULT.flex(), placing, relations,
                Optional.of(Rules.MonitorAction.SWITCH), 10);
    }

    private static ServiceName name(int i) {
        return new ServiceName(String.format("%04d-web", i));
    }

    private static Resource resource(String rid, Group group, String driver, Set<Flag> flags) {
        return new Resource(new Rid(rid), group, driver, Optional.empty(), "", flags,
                new Restart(2, Duration.ofSeconds(1)));
    }

    private static Cluster cluster() {
        return new Cluster("many", NODES, List.of(new Link(LINK, new TreeMap<>(), 1,
                Duration.ofSeconds(2), Duration.ofMillis(200))), Set.copyOf(NODES),
                Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(30),
                Duration.ofSeconds(60), false);
    }

    private static BootId boot(NodeName node) {
        return new BootId("boot-of-" + node);
    }

    private static String machine(NodeName node) {
        return "machine-of-" + node;
    }
}
