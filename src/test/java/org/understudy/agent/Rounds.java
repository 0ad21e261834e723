package org.understudy.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.core.Effects;
import org.understudy.core.Facts;
import org.understudy.core.Policy;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.Group;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.JournalEntry;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Self;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/** Node n2's rounds in virtual time with the real core, and what its chronicle writes of them. */
final class Rounds {
    static final ServiceName WEB = new ServiceName("web");
    static final NodeName N1 = new NodeName("n1");
    static final NodeName N2 = new NodeName("n2");
    private static final LinkName LINK = new LinkName("hb#1");
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    final List<JournalEntry> written = new ArrayList<>();
    final Chronicle chronicle;
    private Published.Round round;
    private long sequence;

    /** What the rounds take the time to be. */
    Clock clock() {
        return new Clock() {
            @Override
            public Moment now() {
                return view().now();
            }

            @Override
            public Instant wall() {
                return Instant.EPOCH;
            }
        };
    }

    /** Both nodes have just been switched on; n1 is not heard yet. */
    Rounds(boolean fence, boolean risk) {
        this(fence, risk, LINK);
    }

    /** As above, with these links; beats come on the first one unless said. */
    Rounds(boolean fence, boolean risk, LinkName... names) {
        List<Link> links = Arrays.stream(names).map(name -> new Link(name,
                new TreeMap<>(), 1, Duration.ofSeconds(2), Duration.ofMillis(200))).toList();
        Cluster cluster = new Cluster("lab", List.of(N1, N2), links,
                fence ? Set.of(N1, N2) : Set.of(), Duration.ofSeconds(10), Duration.ofSeconds(5),
                Duration.ofSeconds(30), Duration.ofSeconds(60), risk);
        round = new Published.Round(View.fresh(new Self(N2, new BootId("b"), "m2",
                NodeState.INIT, new Moment(0)), cluster, Memory.NONE), Decision.NONE);
        Clock clock = new Clock() {
            @Override
            public Moment now() {
                return round.view().now();
            }

            @Override
            public Instant wall() {
                return BEGIN.plusNanos(now().nanos());
            }
        };
        chronicle = new Chronicle(clock, N2, written::add);
        take(new Event.Loaded(List.of(service())));
        probed(Status.DOWN);
    }

    /** The service's file is deleted, and made again. */
    Rounds made() {
        take(new Event.Loaded(List.of()));
        take(new Event.Loaded(List.of(service())));
        return probed(Status.DOWN);
    }

    private static Service service() {
        return new Service(WEB, List.of(N1, N2), Orchestrate.HA, "TST", 100, true, List.of(
                resource("ip#1", Group.IP, "ip"), resource("fs#1", Group.FS, "fs")), Set.of(),
                "c0ffee");
    }

    private static Resource resource(String rid, Group group, String driver) {
        return new Resource(new Rid(rid), group, driver, Optional.empty(), "", Set.of());
    }

    Rounds probed(Status status) {
        SortedMap<Rid, ResourceStatus> found = new TreeMap<>();
        found.put(new Rid("ip#1"), new ResourceStatus(status, ""));
        found.put(new Rid("fs#1"), new ResourceStatus(status, ""));
        return take(new Event.Probed(WEB, found));
    }

    /** n1 tells this of the service, from one boot of its machine. */
    Rounds beat(Status avail, Monitor monitor, NodeState state) {
        return beat(LINK, avail, monitor, state);
    }

    Rounds beat(LinkName link, Status avail, Monitor monitor, NodeState state) {
        SortedMap<ServiceName, Instance> told = new TreeMap<>();
        told.put(WEB, new Instance(avail, avail, monitor, false, "c0ffee", Optional.empty(), 0));
        SortedMap<NodeName, Heard> heard = new TreeMap<>();
        heard.put(N2, new Heard(view().self().boot(), view().generation()));
        sequence++;
        return take(new Event.BeatHeard(link, new Beat("lab", N1, new BootId("a"), "m1",
                sequence, sequence, state, told, heard)));
    }

    /** Beats all the while. */
    Rounds beats(Duration time, Status avail, Monitor monitor) {
        for (long ms = 0; ms < time.toMillis(); ms += 200) {
            pass(Duration.ofMillis(200));
            beat(avail, monitor, NodeState.IDLE);
        }
        return this;
    }

    Rounds take(Event event) {
        return take(event, view().now());
    }

    private Rounds take(Event event, Moment now) {
        View next = Facts.after(view(), event, now);
        Decision decision = Policy.decide(next);
        Published.Round last = round;
        round = new Published.Round(Effects.of(next, decision), decision);
        chronicle.note(event, last, round);
        chronicle.say();
        return this;
    }

    Rounds pass(Duration time) {
        for (long ms = 0; ms < time.toMillis(); ms += 100) {
            take(new Event.Tick(), view().now().plus(Duration.ofMillis(100)));
        }
        return this;
    }

    View view() {
        return round.view();
    }

    List<JournalEntry> entries(String event) {
        return written.stream().filter(entry -> entry.event().equals(event)).toList();
    }

    /** The last decision that started something. */
    JournalEntry start() {
        return entries("decision").stream().filter(e -> e.facts().get("do").equals("start"))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new AssertionError("no start in " + written));
    }
}
