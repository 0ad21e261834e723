package org.understudy.core;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.understudy.model.Freeze;
import org.understudy.model.Kept;
import org.understudy.model.Local;
import org.understudy.model.Memory;
import org.understudy.model.Memory.ClusterFreeze;
import org.understudy.model.Moment;
import org.understudy.model.Moves;
import org.understudy.model.NodeName;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** What is to outlive the agent. */
public final class Memories {
    /** Of services that are not configured any more, only so many are remembered. */
    private static final int GONE = 256;

    private Memories() {
    }

    /** All of it, up to date. */
    public static Memory of(View view) {
        SortedMap<ServiceName, Kept> services = new TreeMap<>(view.memory().services());
        view.services().forEach((name, local) -> services.put(name, local.kept()));
        services.values().removeIf(Kept.NOTHING::equals);
        Memory old = view.memory();
        return new Memory(old.node(), old.cluster(), services, old.shot(), old.fenceTook());
    }

    /**
     * What was remembered, as a fresh agent takes it: it was kept by the clock on the wall, which
     * may have been set back since. What has happened does not lie ahead.
     */
    public static Memory past(Memory memory, Moment now) {
        SortedMap<ServiceName, Kept> services = new TreeMap<>(memory.services());
        services.replaceAll((name, kept) -> kept.frozen(past(kept.freeze(), now))
                .moved(new Moves(kept.moves().count(), kept.moves().recent().stream()
                        .map(one -> now.isBefore(one) ? now : one).toList())));
        ClusterFreeze word = memory.cluster();
        return new Memory(past(memory.node(), now), new ClusterFreeze(word.number(),
                past(word.freeze(), now), word.lasts()), services, memory.shot(),
                memory.fenceTook());
    }

    private static Optional<Freeze> past(Optional<Freeze> freeze, Moment now) {
        return freeze.map(one -> !now.isBefore(one.since()) ? one
                : new Freeze(one.author(), one.reason(), now, one.until()));
    }

    /** The same view, in which nothing of its services is lost when one is not loaded any more. */
    static View gathered(View view) {
        Memory all = of(view);
        SortedMap<ServiceName, Kept> services = new TreeMap<>(all.services());
        while (services.size() > GONE + view.services().size()) {
            services.keySet().stream().filter(name -> !view.services().containsKey(name))
                    .findFirst().ifPresent(services::remove);
        }
        return view.with(new Memory(all.node(), all.cluster(), services, all.shot(),
                all.fenceTook()));
    }

    static Kept kept(View view, ServiceName service) {
        return view.memory().services().getOrDefault(service, Kept.NOTHING);
    }

    static View shot(View view, NodeName node) {
        SortedMap<NodeName, String> shot = new TreeMap<>(view.memory().shot());
        shot.put(node, view.self().machine());
        return shot(view, shot);
    }

    static View heard(View view, NodeName node) {
        SortedMap<NodeName, String> shot = new TreeMap<>(view.memory().shot());
        return shot.remove(node) == null ? view : shot(view, shot);
    }

    /** Whether this node fenced it in an earlier boot of its own, and has not heard it since. */
    static boolean shotBefore(View view, NodeName node) {
        String machine = view.memory().shot().get(node);
        return machine != null && !machine.equals(view.self().machine());
    }

    private static View shot(View view, SortedMap<NodeName, String> shot) {
        Memory old = view.memory();
        return view.with(new Memory(old.node(), old.cluster(), old.services(), shot,
                old.fenceTook()));
    }

    /** A node is known to run the service, or known not to. */
    static Local known(View view, Local local, NodeName node, boolean runs) {
        if (local.kept().nodes().contains(node) == runs
                || !view.peers().containsKey(node)) {
            return local;
        }
        SortedSet<NodeName> nodes = new TreeSet<>(local.kept().nodes());
        boolean changed = runs ? nodes.add(node) : nodes.remove(node);
        return changed ? local.with(local.kept().nodes(nodes)) : local;
    }

    /** All that the file names, and all that it named before and were not heard to differ. */
    static Kept listed(View view, Kept kept, Service service) {
        SortedSet<NodeName> nodes = new TreeSet<>(kept.nodes());
        nodes.addAll(view.others(service));
        nodes.retainAll(view.peers().keySet());
        return kept.nodes().equals(nodes) ? kept : kept.nodes(nodes);
    }

    /** A fence that was confirmed took so long; only a longer one is news. */
    static View took(View view, NodeName node, Duration time) {
        Memory old = view.memory();
        SortedMap<NodeName, Duration> took = new TreeMap<>(old.fenceTook());
        took.merge(node, time, (a, b) -> a.compareTo(b) > 0 ? a : b);
        return took.equals(old.fenceTook()) ? view : view.with(new Memory(old.node(),
                old.cluster(), old.services(), old.shot(), took));
    }

    /** Whether a service's own memory changed, so that it has to be written down. */
    static Local with(Local local, Kept next) {
        return next.equals(local.kept()) ? local : local.with(next);
    }
}
