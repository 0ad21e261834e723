package org.understudy.core;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Beat;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Memory;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.ServiceName;
import org.understudy.model.Standing;
import org.understudy.model.View;

/** What would follow from a wish, as far as this node can tell beforehand. Changes nothing. */
public final class Forecast {
    private Forecast() {
    }

    /** Where the cluster would start the service by itself, as things are; empty for nowhere. */
    public static Optional<NodeName> starts(View view, ServiceName name) {
        Local local = view.services().get(name);
        boolean never = local == null || Limit.reached(view, local)
                || Circles.ofParents(view, local).isPresent()
                || local.service().orchestrate() == Orchestrate.NO;
        return never || !Elsewhere.stopped(view, name) ? Optional.empty()
                : Placement.candidates(view, local).stream().findFirst()
                        .filter(node -> local.service().orchestrate() == Orchestrate.HA
                                || Placement.ranked(view, local).get(0).equals(node));
    }

    /** Where a start that an operator asks of all nodes would happen; empty for nowhere. */
    public static Optional<NodeName> startsAsked(View view, ServiceName name) {
        View thawed = thawed(view, name, true);
        Local local = thawed.services().get(name);
        return local == null || !Elsewhere.stopped(thawed, name)
                || Circles.ofParents(thawed, local).isPresent() ? Optional.empty()
                : Placement.candidates(thawed, local).stream().findFirst();
    }

    /** The view in which the service is not frozen: here, or on every node. */
    public static View thawed(View view, ServiceName name, boolean everywhere) {
        View next = view.with(name, local -> local.with(local.kept().frozen(Optional.empty())));
        return everywhere ? peers(next, beat -> thawed(beat, name)) : next;
    }

    /** The view in which this node is not frozen, or no node by the freeze of all of them. */
    public static View thawed(View view, boolean cluster) {
        Memory old = view.memory();
        if (!cluster) {
            return view.with(new Memory(Optional.empty(), old.cluster(), old.services(),
                    old.shot(), old.fenceTook()));
        }
        View next = view.with(new Memory(old.node(), Memory.ClusterFreeze.NEVER, old.services(),
                old.shot(), old.fenceTook()));
        return peers(next, Forecast::thawed);
    }

    private interface Change {
        Beat of(Beat beat);
    }

    private static View peers(View view, Change change) {
        View next = view;
        for (NodeName node : view.peers().keySet()) {
            Optional<Beat> beat = view.peer(node).beat().map(change::of);
            next = beat.isEmpty() ? next : next.with(node, view.peer(node).telling(beat.get()));
        }
        return next;
    }

    private static Beat thawed(Beat beat, ServiceName name) {
        SortedMap<ServiceName, Instance> told = new TreeMap<>(beat.instances());
        told.computeIfPresent(name, (same, i) -> new Instance(i.avail(), i.overall(), i.monitor(),
                false, i.checksum(), i.target(), i.wishes(), i.past(),
                i.edition()));
        return with(beat, told, beat.standing());
    }

    /** A node that says that the cluster is frozen may be frozen by itself too; nobody tells. */
    private static Beat thawed(Beat beat) {
        Standing old = beat.standing();
        boolean frozen = old.frozen() && old.cluster().freeze().isEmpty();
        return with(beat, beat.instances(), new Standing(frozen, old.cluster(), old.vitals(),
                old.fencings(), old.fenceTook(), old.votes(), old.lost(),
                old.files(), old.guard()));
    }

    private static Beat with(Beat old, Map<ServiceName, Instance> told, Standing standing) {
        return new Beat(old.cluster(), old.node(), old.boot(), old.machine(), old.sequence(),
                old.generation(), old.state(), new TreeMap<>(told), old.heard(), standing,
                old.sent());
    }
}
