package org.understudy.agent;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.understudy.core.Aggregate;
import org.understudy.core.Beats;
import org.understudy.core.Editions;
import org.understudy.core.Limit;
import org.understudy.core.Liveness.Voice;
import org.understudy.core.Liveness;
import org.understudy.core.Plans;
import org.understudy.core.Sync;
import org.understudy.core.Violation;
import org.understudy.core.Whole;
import org.understudy.model.Decision;
import org.understudy.model.Edition;
import org.understudy.model.Fencing;
import org.understudy.model.Freeze;
import org.understudy.model.Group;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Resource;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Ruling;
import org.understudy.model.Status;
import org.understudy.model.View;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.ServiceStatus;

/** What the loop knows, in the shapes that the commands show. */
final class Screens {
    /** Said of a resource until it was looked at once. */
    static final String UNREAD = "not read yet";
    private static final List<Group> COLUMNS = List.of(Group.CONTAINER, Group.IP, Group.DISK,
            Group.FS, Group.SHARE, Group.APP, Group.HB, Group.SYNC);
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private final View view;
    private final Decision decision;
    private final Clock clock;

    Screens(Published.Round round, Clock clock) {
        this.clock = clock;
        this.view = round.view();
        this.decision = round.decision();
    }

    ServiceStatus service(Local local) {
        Aggregate all = Aggregate.of(local, Sync.status(view, local));
        Ruling ruling = decision.rulings().get(local.service().name());
        return new ServiceStatus(local.service().name().value(), view.self().node().value(),
                local.service().environment(), lower(local.service().orchestrate()),
                local.frozen(), local.monitor().state().word(), all.avail().word(),
                all.overall().word(), groups(all), rows(local), notice(local, ruling),
                ruling == null ? "" : ruling.reason(), peers(local))
                .ruled(ruling == null ? "" : lower(ruling.rule()));
    }

    /** All that is not as it usually is, and what an operator may have forgotten. */
    private String notice(Local local, Ruling ruling) {
        List<String> notes = new ArrayList<>();
        local.kept().freeze().ifPresent(freeze -> notes.add(words(freeze)));
        view.memory().node().ifPresent(
                freeze -> notes.add("node " + view.self().node() + " " + words(freeze)));
        view.memory().cluster().freeze().ifPresent(
                freeze -> notes.add("cluster " + words(freeze)));
        leaving().ifPresent(notes::add);
        if (Limit.reached(view, local)) {
            notes.add("takeover limit reached: " + local.service().rules().takeovers()
                    + " an hour");
        }
        Whole.notice(view, local).ifPresent(notes::add);
        Violation.of(view, local).ifPresent(notes::add);
        if (local.edition().lag() == Edition.Lag.SPLIT) {
            Editions.stale(view, local, view.self().node()).filter(words -> ruling == null
                    || !ruling.reason().equals(words)).ifPresent(notes::add);
        }
        if (ruling != null && ruling.rule().blocked()) {
            notes.add(ruling.reason());
        } else if (local.is(Monitor.EVICTED)) {
            notes.add("evicted: " + local.monitor().failure());
        }
        if (view.cluster().takeoverWithoutProof()) {
            notes.add("takeover_without_proof: it may run twice");
        }
        return String.join("; ", notes);
    }

    private Optional<String> leaving() {
        NodeName self = view.self().node();
        return switch (view.self().state()) {
            case DRAINING -> Optional.of(self + " is draining");
            case SHUTTING -> Optional.of(self + " is shutting down");
            case LEFT -> Optional.of(self + " has stopped its services and leaves");
            case INIT, REJOIN, IDLE, MAINTENANCE -> Optional.empty();
        };
    }

    /** {@code frozen by root@n1 (new disk) until 2026-03-01 18:13}. */
    private String words(Freeze freeze) {
        return freeze.words() + freeze.until().map(end -> " until " + MINUTES.format(
                clock.wall().plus(end.since(view.now())))).orElse("");
    }

    /** Of the others only that they are frozen is known, but for what all were told. */
    private String frozen(NodeName node) {
        Optional<String> cluster = view.memory().cluster().freeze()
                .map(freeze -> "cluster " + words(freeze));
        if (node.equals(view.self().node())) {
            return view.memory().node().map(this::words).or(() -> cluster).orElse("");
        }
        boolean frozen = Liveness.alive(view, node) && view.peer(node).beat()
                .filter(beat -> beat.standing().frozen()).isPresent();
        return frozen ? cluster.orElse("frozen") : "";
    }

    private static Map<String, String> groups(Aggregate all) {
        Map<String, String> words = new LinkedHashMap<>();
        COLUMNS.forEach(group -> words.put(group.word(), all.groups().get(group).word()));
        return words;
    }

    private List<ServiceStatus.Row> rows(Local local) {
        List<ServiceStatus.Row> rows = new ArrayList<>();
        Plans.displayed(local.service()).stream().sorted(Comparator.comparing(
                resource -> resource.group() == Group.SYNC))
                .forEach(resource -> rows.add(row(local, resource)));
        Optional<ResourceStatus> sync = Sync.row(view, local);
        sync.ifPresent(row -> rows.add(new ServiceStatus.Row("sync#i0", "sync", "....",
                row.status().word(), row.label(), row.messages())));
        return rows;
    }

    private static ServiceStatus.Row row(Local local, Resource resource) {
        ResourceStatus read = local.resources().getOrDefault(resource.rid(),
                new ResourceStatus(Status.UNDEF, resource.rid().toString(),
                        List.of(UNREAD)));
        return new ServiceStatus.Row(resource.rid().value(), resource.group().word(),
                flags(resource), Aggregate.status(local, resource).word(), read.label(),
                read.messages());
    }

    private static String flags(Resource resource) {
        return flag(resource, Flag.MONITOR, "M") + flag(resource, Flag.DISABLE, "D")
                + flag(resource, Flag.OPTIONAL, "O") + flag(resource, Flag.ENCAP, "E");
    }

    private static String flag(Resource resource, Flag flag, String letter) {
        return resource.is(flag) ? letter : ".";
    }

    private List<ServiceStatus.Peer> peers(Local local) {
        return local.service().nodes().stream().map(node -> {
            Optional<Instance> told = node.equals(view.self().node())
                    ? Optional.of(Beats.instance(view, local))
                    : Optional.of(node).filter(n -> Liveness.alive(view, n))
                            .flatMap(n -> view.told(n, local.service().name()));
            return new ServiceStatus.Peer(node.value(), voice(node),
                    told.map(i -> i.avail().word()).orElse("undef"),
                    told.map(i -> i.monitor().word()).orElse(""),
                    told.map(Instance::frozen).orElse(false));
        }).toList();
    }

    /** Every member, this node first. */
    List<NodeStatus> nodes() {
        List<NodeStatus> rows = new ArrayList<>();
        view.cluster().nodes().forEach(node -> rows.add(new NodeStatus(node.value(), voice(node),
                agent(node), frozen(node), links(node), fence(node))));
        return rows;
    }

    private String voice(NodeName node) {
        if (node.equals(view.self().node())) {
            return "self";
        }
        Fencing fencing = view.fencings().get(node);
        Voice voice = Liveness.of(view, node);
        boolean off = fencing != null && fencing.off();
        return switch (voice) {
            case ALIVE -> "alive";
            case AWAY -> "away";
            case LEFT -> "left";
            case AWAITED -> "unheard";
            case SILENT -> off ? "fenced" : "silent";
        };
    }

    private String agent(NodeName node) {
        return node.equals(view.self().node()) ? lower(view.self().state())
                : view.peer(node).beat().map(beat -> lower(beat.state())).orElse("");
    }

    private List<String> links(NodeName node) {
        if (node.equals(view.self().node())) {
            return List.of();
        }
        return view.cluster().links().stream().map(link -> {
            boolean up = Liveness.heard(view, node, link.name());
            String age = Optional.ofNullable(view.peer(node).heard().get(link.name()))
                    .map(last -> Chronicle.text(view.now().since(last))).orElse("never");
            return link.name() + (up ? " up " : " silent ") + age;
        }).toList();
    }

    private String fence(NodeName node) {
        Fencing last = view.fencings().get(node);
        if (last == null) {
            return "";
        }
        Duration age = view.now().since(last.at());
        String detail = last.detail().isEmpty() ? "" : ": " + last.detail();
        return lower(last.phase()) + " " + Chronicle.text(age) + " ago, try " + last.attempts()
                + detail;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
