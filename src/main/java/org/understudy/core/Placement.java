package org.understudy.core;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Rules.Relations;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;
import org.understudy.model.Vitals;

/** Which node should run a service, and what keeps a node from running it. */
public final class Placement {
    private static final Pattern NUMBERED = Pattern.compile("^(\\d{1,9})\\D.*");

    private Placement() {
    }

    /** The nodes that can run it now, preferred first. */
    static List<NodeName> candidates(View view, Local local) {
        return ranked(view, local).stream()
                .filter(node -> obstacles(view, local, node).isEmpty()).toList();
    }

    /** The other nodes that could start it now if this one did not run it. */
    static List<NodeName> successors(View view, Local local) {
        return candidates(view, local).stream().filter(n -> !n.equals(view.self().node()))
                .toList();
    }

    /**
     * Why a service is not given back: nobody can run it, or what is preferred to the node where it
     * is up cannot. To thaw what an operator froze is not what was asked for.
     */
    static Optional<String> stays(View view, Local local) {
        List<NodeName> candidates = candidates(view, local);
        Optional<NodeName> preferred = ranked(view, local).stream().findFirst()
                .filter(node -> !candidates.contains(node));
        Optional<NodeName> next = candidates.stream().findFirst();
        boolean there = next.isEmpty() || next.flatMap(node -> Elsewhere.instance(view,
                local.service().name(), node)).filter(one -> one.avail() == Status.UP).isPresent();
        return preferred.filter(node -> there).map(node -> (next.isEmpty()
                ? "no node can run it now: " : "it stays on " + next.get() + ", since " + node
                + " is preferred and cannot run it: ") + obstacles(view, local, node).get(0));
    }

    /** Everything that keeps a node from running the service now; empty when it can. */
    public static List<String> obstacles(View view, Local local, NodeName node) {
        List<String> all = new ArrayList<>();
        if (!local.service().nodes().contains(node)) {
            all.add(node + " is not one of its nodes");
            return all;
        }
        boolean self = node.equals(view.self().node());
        if (!self && !Liveness.alive(view, node)) {
            all.add(Liveness.words(view, node));
            return all;
        }
        ofNode(view, node).ifPresent(all::add);
        Optional<Instance> there = Elsewhere.instance(view, local.service().name(), node);
        if (!self) {
            deafTo(view, local, node).ifPresent(other -> all.add(node + " does not hear " + other));
        }
        if (there.isEmpty()) {
            all.add(node + " does not know it: its service file is missing or refused there");
        }
        Editions.stale(view, local, node).ifPresent(all::add);
        there.ifPresent(instance -> ofInstance(instance, node, all));
        ofRelations(view, local, node, all);
        return all;
    }

    /**
     * A node of the service that is heard here but not there: it could not agree with it. One that
     * has joined waits no longer for a node that it never heard.
     */
    private static Optional<NodeName> deafTo(View view, Local local, NodeName node) {
        return view.peer(node).beat().flatMap(beat -> local.service().nodes().stream()
                .filter(other -> !other.equals(node) && (beat.heard().containsKey(other)
                        ? !beat.heard().get(other).hears() : beat.state() == NodeState.IDLE))
                .filter(other -> other.equals(view.self().node()) || Liveness.alive(view, other))
                .findFirst());
    }

    private static Optional<String> ofNode(View view, NodeName node) {
        boolean self = node.equals(view.self().node());
        NodeState state = self ? view.self().state() : view.peer(node).beat()
                .map(beat -> beat.state()).orElse(NodeState.INIT);
        boolean frozen = self ? view.frozen().isPresent() : view.peer(node).beat()
                .map(beat -> beat.standing().frozen()).orElse(false);
        if (frozen) {
            return Optional.of("node " + node + " is frozen");
        }
        if (vitals(view, node).overloaded()) {
            return Optional.of("node " + node + " has too little memory left");
        }
        return switch (state) {
            case REJOIN, IDLE -> Optional.empty();
            case INIT -> Optional.of(node + " is still reading its services");
            case MAINTENANCE -> Optional.of("the agent of " + node + " is going away");
            case DRAINING -> Optional.of(node + " is handing its services over");
            case SHUTTING, LEFT -> Optional.of(node + " is shutting down");
        };
    }

    private static void ofInstance(Instance instance, NodeName node, List<String> all) {
        if (instance.frozen()) {
            all.add("it is frozen on " + node);
        }
        if (instance.monitor() == Monitor.START_FAILED) {
            all.add("its start failed on " + node);
        }
        if (instance.monitor() == Monitor.STOP_FAILED) {
            all.add("its stop failed on " + node);
        }
        if (instance.monitor() == Monitor.EVICTED) {
            all.add("a monitored resource of it failed on " + node);
        }
        if (instance.avail() == Status.NA) {
            all.add("it has no resource to start on " + node);
        }
    }

    private static void ofRelations(View view, Local local, NodeName node, List<String> all) {
        Relations relations = local.service().rules().relations();
        relations.with().stream().filter(other -> !Elsewhere.up(view, other, node))
                .forEach(other -> all.add("hard_affinity: " + other + " is not up on " + node));
        relations.without().stream().filter(other -> Elsewhere.up(view, other, node))
                .forEach(other -> all.add("hard_anti_affinity: " + other + " is up on " + node));
    }

    /** All nodes of the service, preferred first, whether they can run it or not. */
    static List<NodeName> ranked(View view, Local local) {
        List<NodeName> nodes = local.service().nodes();
        List<NodeName> ranked = new ArrayList<>(switch (local.service().rules().placement()) {
            case NODES_ORDER -> nodes;
            case LOAD_AVG -> by(nodes, Comparator.comparingInt(n -> vitals(view, n).load()));
            case SCORE -> by(nodes, Comparator.comparingInt(n -> -vitals(view, n).score()));
            case SPREAD -> spread(nodes, local.service().name());
            case SHIFT -> shifted(nodes, local.service().name());
            case NONE -> List.of();
        });
        Relations relations = local.service().rules().relations();
        backwards(relations.preferWith()).forEach(
                other -> first(ranked, node -> Elsewhere.up(view, other, node)));
        backwards(relations.preferWithout()).forEach(
                other -> first(ranked, node -> !Elsewhere.up(view, other, node)));
        return ranked;
    }

    private static List<NodeName> by(List<NodeName> nodes, Comparator<NodeName> order) {
        return nodes.stream().sorted(order).toList();
    }

    private static List<NodeName> spread(List<NodeName> nodes, ServiceName service) {
        SortedMap<BigInteger, NodeName> digests = new TreeMap<>();
        nodes.forEach(node -> digests.put(Spread.digest(service, node), node));
        return List.copyOf(digests.values());
    }

    private static List<NodeName> shifted(List<NodeName> nodes, ServiceName service) {
        Matcher numbered = NUMBERED.matcher(service.value());
        List<NodeName> turned = new ArrayList<>(nodes);
        if (numbered.matches()) {
            Collections.rotate(turned, -(int) (Long.parseLong(numbered.group(1)) % nodes.size()));
        }
        return turned;
    }

    /** The alphabetically first comes last, and so has the last word. */
    private static List<ServiceName> backwards(List<ServiceName> services) {
        return services.stream().sorted(Comparator.reverseOrder()).toList();
    }

    private static void first(List<NodeName> ranked, Predicate<NodeName> preferred) {
        List<NodeName> those = ranked.stream().filter(preferred).toList();
        ranked.removeAll(those);
        ranked.addAll(0, those);
    }

    private static Vitals vitals(View view, NodeName node) {
        return node.equals(view.self().node()) ? view.self().vitals()
                : view.peer(node).beat().map(b -> b.standing().vitals()).orElse(Vitals.UNKNOWN);
    }

    /** Whether the node is up so freshly that it has not told of its services yet. */
    static boolean reading(View view, NodeName node) {
        return view.peer(node).beat().map(b -> b.state() == NodeState.INIT).orElse(true);
    }

    /**
     * Whether {@code a} goes first when both are about to start it. By name, which is the same on
     * every node; what their files say may differ.
     */
    static boolean before(NodeName a, NodeName b) {
        return a.compareTo(b) < 0;
    }

    /** Whether the agent of this node may decide by itself yet. */
    static boolean joined(View view) {
        return view.self().state() == NodeState.IDLE;
    }
}
