package org.understudy.core;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Beat;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.model.Standing;
import org.understudy.model.Standing.Shot;
import org.understudy.model.Status;
import org.understudy.model.View;

/** What this node tells its peers. */
public final class Beats {
    private Beats() {
    }

    /** The beat for this view; the sender numbers it. */
    public static Beat of(View view) {
        SortedMap<NodeName, Heard> heard = new TreeMap<>();
        view.peers().forEach((node, peer) -> peer.beat().ifPresent(beat -> heard.put(node,
                new Heard(beat.boot(), beat.generation(), beat.sent(),
                        Liveness.alive(view, node)))));
        return new Beat(view.cluster().name(), view.self().node(), view.self().boot(),
                view.self().machine(), 0, view.generation(), view.self().state(),
                instances(view), heard, standing(view), 0);
    }

    static Standing standing(View view) {
        SortedMap<NodeName, Shot> fencings = new TreeMap<>();
        view.fencings().forEach((node, last) ->
                fencings.put(node, new Shot(last.phase(), last.machine())));
        Duration longest = view.memory().fenceTook().values().stream()
                .max(Duration::compareTo).orElse(Duration.ZERO);
        return new Standing(view.frozen().isPresent(), view.memory().cluster(),
                view.self().vitals(), fencings, longest, held(view), lost(view),
                view.self().files(), Guarding.told(view));
    }

    private static Set<ArbitratorName> held(View view) {
        return view.votes().entrySet().stream()
                .filter(vote -> view.now().isBefore(vote.getValue().until()))
                .map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static Set<NodeName> lost(View view) {
        Set<NodeName> lost = new HashSet<>();
        for (NodeName node : view.peers().keySet()) {
            if (view.cluster().quorum().on() && Majority.ended(view, node)) {
                lost.add(node);
            }
        }
        return lost;
    }

    /** Whether the same votes are told of, and the same nodes that have lost theirs. */
    static boolean votedAlike(View a, View b) {
        return (a.votes().isEmpty() && b.votes().isEmpty() || held(a).equals(held(b)))
                && (!b.cluster().quorum().on() || b.peers().keySet().stream()
                        .allMatch(node -> Majority.ended(a, node) == Majority.ended(b, node)));
    }

    /** Whether this node has, or may have, something of the service. */
    public static boolean holds(View view, ServiceName name) {
        Local local = view.services().get(name);
        return local != null && (local.monitor().state().busy()
                || !Settling.stopped(Aggregate.told(local)));
    }

    /** Resources of it that this node has, or may have; what only runs and ends is not had. */
    public static Set<Rid> held(View view, ServiceName name) {
        Local local = view.services().get(name);
        Set<Rid> ends = local == null ? Set.of() : local.service().resources().stream()
                .filter(one -> !one.group().started()).map(Resource::rid)
                .collect(Collectors.toSet());
        return local == null ? Set.of() : local.resources().entrySet().stream()
                .filter(read -> !ends.contains(read.getKey()))
                .filter(read -> switch (read.getValue().status()) {
                    case UP, WARN, STDBY_UP, UP_AND_STDBY, UNDEF -> true;
                    case DOWN, NA, STDBY_DOWN, DOWN_AND_STDBY -> false;
                }).map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    static SortedMap<ServiceName, Instance> instances(View view) {
        SortedMap<ServiceName, Instance> told = new TreeMap<>();
        view.services().forEach((name, local) -> told.put(name, instance(view, local)));
        return told;
    }

    /** This node's own instance as it is told. */
    public static Instance instance(View view, Local local) {
        return instance(view, local, Aggregate.of(local, Sync.status(view, local)).overall());
    }

    /** The same as far as anything is decided from it: without what only warns. */
    static Instance decisive(View view, Local local) {
        return instance(view, local, Aggregate.avail(local));
    }

    private static Instance instance(View view, Local local, Status overall) {
        Status avail = Aggregate.told(local);
        boolean repaired = Settling.stopped(avail) && Repair.pending(view, local);
        return new Instance(repaired ? Status.WARN : avail, overall, local.monitor().state(),
                local.frozen(), local.service().checksum(), local.target().current(),
                local.target().last(), new Instance.Past(local.kept().ordered(),
                        local.care().restarted(), local.kept().moves().count(),
                        local.care().term(), local.care().lastTerm()), local.edition());
    }
}
