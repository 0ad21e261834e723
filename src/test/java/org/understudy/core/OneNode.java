package org.understudy.core;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Action;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Decision;
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
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.Self;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
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
    private long sequence;

    OneNode(Set<Flag> ofFs, String... nodes) {
        List<NodeName> members = List.of(new NodeName("n1"), new NodeName("n2"));
        service = new Service(WEB, Arrays.stream(nodes).map(NodeName::new).toList(),
                Orchestrate.HA, "TST", 100, true, List.of(
                        new Resource(new Rid("ip#1"), Group.IP, "ip", Optional.empty(), "",
                                Set.of()),
                        new Resource(new Rid("fs#1"), Group.FS, "fs", Optional.empty(), "",
                                ofFs)), Set.of(), "c0ffee");
        Cluster cluster = new Cluster("lab", members, List.of(new Link(LINK, "unicast",
                new TreeMap<>(), 1, Duration.ofSeconds(2), Duration.ofMillis(200))),
                Set.copyOf(members), Duration.ofSeconds(10), Duration.ofSeconds(5),
                Duration.ofSeconds(30), Duration.ofSeconds(60), false);
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

    /** n2 beats: from this boot of its machine, with this instance of the service. */
    OneNode beat(String machine, Status avail, Monitor monitor) {
        SortedMap<ServiceName, Instance> told = new TreeMap<>();
        told.put(WEB, new Instance(avail, avail, monitor, false, "c0ffee", wish,
                wish.map(Target::number).orElse(0L)));
        SortedMap<NodeName, Heard> heard = new TreeMap<>();
        heard.put(view.self().node(), new Heard(view.self().boot(), view.generation()));
        sequence++;
        return take(new Event.BeatHeard(LINK, new Beat("lab", new NodeName("n2"),
                new BootId(machine), machine, sequence, sequence, NodeState.IDLE, told, heard)));
    }

    OneNode take(Event event) {
        View next = Facts.after(view, event, view.now());
        decision = Policy.decide(next);
        view = Effects.of(next, decision);
        return this;
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

    boolean starts() {
        return ruling().actions().stream().anyMatch(Action.Start.class::isInstance);
    }
}
