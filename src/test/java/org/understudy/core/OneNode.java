package org.understudy.core;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.understudy.model.Action;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Decision;
import org.understudy.model.Edition;
import org.understudy.model.Event;
import org.understudy.model.Group;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Orchestrate;
import org.understudy.model.Quorum;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Rules;
import org.understudy.model.Ruling;
import org.understudy.model.Self;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Standing;
import org.understudy.model.Status;
import org.understudy.model.Target;
import org.understudy.model.View;

/** The core of one node, n1, and whatever its peers are made to say. */
final class OneNode {
    static final ServiceName WEB = new ServiceName("web");
    static final LinkName LINK = new LinkName("hb#1");

    private final Service service;
    private View view;
    private Decision decision = Decision.NONE;
    private Optional<Target> wish = Optional.empty();
    private Instance.Past past = Instance.Past.NONE;
    private Standing standing = Standing.PLAIN;
    private Edition edition = Edition.NONE;
    private long sequence;
    private boolean together;
    private List<String> strangers = List.of();

    OneNode(Set<Flag> ofFs, String... nodes) {
        this(Rules.DEFAULT, Quorum.OFF, new Resource(new Rid("fs#1"), Group.FS, "fs",
                Optional.empty(), "", ofFs), nodes);
    }

    /** With these rules, in a cluster of n1, n2 and n3 if the service has three nodes. */
    OneNode(Rules rules, Quorum quorum, Resource fs, String... nodes) {
        List<NodeName> members = Stream.of("n1", "n2", "n3").limit(Math.max(2, nodes.length))
                .map(NodeName::new).toList();
        service = new Service(WEB, Arrays.stream(nodes).map(NodeName::new).toList(),
                Orchestrate.HA, "TST", 100, true, List.of(
                        new Resource(new Rid("ip#1"), Group.IP, "ip", Optional.empty(), "",
                                Set.of()), fs), Set.of(), "c0ffee", rules);
        Cluster cluster = new Cluster("lab", members, List.of(new Link(LINK, "unicast",
                new TreeMap<>(), 1, Duration.ofSeconds(2), Duration.ofMillis(200))),
                Set.copyOf(members), Duration.ofSeconds(10), Duration.ofSeconds(5),
                Duration.ofSeconds(30), Duration.ofSeconds(60), false, quorum, Cluster.PARALLEL);
        view = View.fresh(new Self(members.get(0), new BootId("a"), "m1", NodeState.INIT,
                new Moment(0)), cluster, Memory.NONE);
        take(new Event.Loaded(List.of(service)));
        probed(Status.DOWN, Status.DOWN);
    }

    OneNode probed(Status ip, Status fs) {
        SortedMap<Rid, ResourceStatus> found = new TreeMap<>();
        found.put(new Rid("ip#1"), new ResourceStatus(ip, ""));
        found.put(new Rid("fs#1"), new ResourceStatus(fs, ""));
        return take(new Event.Probed(WEB, found));
    }

    /** From now on n2 tells of this wish. */
    OneNode wishing(Target target) {
        wish = Optional.of(target);
        return this;
    }

    /** From now on n2 tells this of the service's past. */
    OneNode past(Instance.Past told) {
        past = told;
        return this;
    }

    /** From now on n2 has this version of the file. */
    OneNode edition(Edition told) {
        edition = told;
        return this;
    }

    /** The file was read here, and is this version. */
    OneNode read(Edition here) {
        return take(new Event.Loaded(List.of(service), new TreeMap<>(Map.of(WEB, here)), "d"));
    }

    /** From now on n2 tells this of itself. */
    OneNode standing(Standing told) {
        standing = told;
        return this;
    }

    /** From now on the others tell that they hear each other. */
    OneNode together() {
        together = true;
        return this;
    }

    /** From now on the others tell that they hear these nodes too, which are no members here. */
    OneNode hearing(String... nodes) {
        strangers = List.of(nodes);
        return this;
    }

    /** n2 beats: from this boot of its machine, with this instance of the service. */
    OneNode beat(String machine, Status avail, Monitor monitor) {
        return beat("n2", machine, avail, monitor);
    }

    /** A node beats, and has heard the latest of n1. */
    OneNode beat(String node, String machine, Status avail, Monitor monitor) {
        SortedMap<ServiceName, Instance> told = new TreeMap<>();
        told.put(WEB, new Instance(avail, avail, monitor, false, "c0ffee", wish,
                wish.map(Target::number).orElse(0L), past, edition));
        SortedMap<NodeName, Heard> heard = new TreeMap<>();
        heard.put(view.self().node(), new Heard(view.self().boot(), view.generation(),
                view.now().nanos(), true));
        view.peers().keySet().stream().filter(other -> together
                && !other.value().equals(node)).forEach(other -> heard.put(other,
                        new Heard(new BootId(other.value()), 1, 0, true)));
        strangers.forEach(other -> heard.put(new NodeName(other),
                new Heard(new BootId(other), 1, 0, true)));
        sequence++;
        return take(new Event.BeatHeard(LINK, new Beat("lab", new NodeName(node),
                new BootId(machine), machine, sequence, sequence, NodeState.IDLE, told, heard,
                standing, sequence)));
    }

    /** n2 beats without having heard anything of n1 lately. */
    OneNode deaf(String machine) {
        sequence++;
        return take(new Event.BeatHeard(LINK, new Beat("lab", new NodeName("n2"),
                new BootId(machine), machine, sequence, sequence, NodeState.IDLE, new TreeMap<>(),
                new TreeMap<>(), standing, sequence)));
    }

    OneNode take(Event event) {
        View next = Facts.after(view, event, view.now());
        decision = Policy.decide(next);
        view = Effects.of(next, decision);
        return this;
    }

    /** Lets time pass while n2 beats like this twice a second. */
    OneNode pass(Duration time, Status avail, Monitor monitor) {
        for (long ms = 0; ms < time.toMillis(); ms += 500) {
            beat("m2", avail, monitor).pass(Duration.ofMillis(500));
        }
        return this;
    }

    /** The action that runs ends, and these are its resources then. */
    OneNode ended(boolean ok, Status ip, Status fs) {
        return probed(ip, fs).take(new Event.Ended(WEB, ok, ok ? "" : "it failed"));
    }

    /** n1 starts the service, which n2 agrees to. */
    OneNode started() {
        pass(Duration.ofSeconds(6), Status.DOWN, Monitor.IDLE);
        return ended(true, Status.UP, Status.UP);
    }

    /** Lets time pass as an agent does: tick by tick. */
    OneNode pass(Duration time) {
        for (long ms = 0; ms < time.toMillis(); ms += 100) {
            View next = Facts.after(view, new Event.Tick(), view.now().plus(
                    Duration.ofMillis(100)));
            decision = Policy.decide(next);
            view = Effects.of(next, decision);
        }
        return this;
    }

    View view() {
        return view;
    }

    Ruling ruling() {
        return decision.rulings().get(WEB);
    }

    List<Action> actions() {
        return decision.actions();
    }

    Monitor monitor() {
        return view.services().get(WEB).monitor().state();
    }

    boolean starts() {
        return ruling().actions().stream().anyMatch(Action.Start.class::isInstance);
    }
}
