package org.understudy.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.understudy.model.Beat;
import org.understudy.model.Instance;
import org.understudy.model.Link;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Orchestrate;
import org.understudy.model.Peer;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * Who shoots first when both sides of a cut may want to fence each other: the side that has the
 * majority where one is needed; else the one with more nodes, then the one whose services weigh
 * more, then the one with the first node of cluster.conf.
 * The other side waits until it would be off. A silent node whose kernel still answers is probably
 * not cut off but without its agent for a moment, so both wait longer.
 */
public final class Duel {
    /** Until a node knows whether a silent one answers. */
    private static final Duration ECHO = Duration.ofMillis(600);
    /** Until a fence was measured, it is taken to need this part of its limit. */
    private static final int USUAL_PART = 5;
    private static final int LIGHTEST = 1000;

    private Duel() {
    }

    /** The view in which every silent node has the moment from which this one may fence it. */
    static View of(View view) {
        List<NodeName> silent = asked(view);
        if (silent.isEmpty()) {
            return view;
        }
        boolean heavier = heavier(view, silent);
        View next = view;
        for (NodeName node : silent) {
            next = next.with(node, view.peer(node).opens(opens(view, node, heavier)));
        }
        return next;
    }

    /** From when on this node may fence a silent one. */
    static Moment opens(View view, NodeName node) {
        return view.peer(node).opens().orElseGet(() -> fresh(view, node));
    }

    private static Moment opens(View view, NodeName node, boolean heavier) {
        Moment known = Liveness.silentFrom(view, node).plus(view.peer(node).echo()
                .map(echo -> echo.answered() ? patience(view) : Duration.ZERO).orElse(ECHO));
        return known.plus(turn(view))
                .plus(first(view, node, heavier) ? Duration.ZERO : headStart(view, node));
    }

    /** Why this node does not fence the silent one yet. */
    static String words(View view, NodeName node) {
        if (view.peer(node).beat().isEmpty()) {
            return " was never heard; if it boots at the same time it fences first, so this node"
                    + " waits " + Words.of(headStart(view, node)) + " longer";
        }
        if (answers(view, node)) {
            return " is silent but answers an echo: its agent is given "
                    + Words.of(patience(view)) + " to come back";
        }
        return first(view, node, heavier(view, asked(view)))
                ? " is silent; asking its kernel for an echo"
                : " is silent; if it is only cut off it fences first, so this node waits "
                        + Words.of(headStart(view, node)) + " before it does";
    }

    /** Two that boot and do not hear each other do not shoot in the same moment. */
    private static Moment fresh(View view, NodeName node) {
        long before = view.cluster().nodes().stream()
                .takeWhile(other -> !other.equals(view.self().node()))
                .filter(other -> view.peer(other).beat().isEmpty()).count();
        return view.self().started().plus(view.cluster().rejoinGracePeriod())
                .plus(headStart(view, node).multipliedBy(before));
    }

    /** A kernel that answers still runs what it ran: its agent may be back in a moment. */
    private static Duration patience(View view) {
        return longest(view, Link::timeout).multipliedBy(4);
    }

    /** Whether this side shoots first: the silent node cannot, or may not, or is the lighter. */
    private static boolean first(View view, NodeName node, boolean heavier) {
        boolean armed = view.cluster().fenced().contains(view.self().node());
        boolean agent = view.peer(node).beat().map(Beat::state)
                .filter(state -> state == NodeState.IDLE || state == NodeState.DRAINING)
                .isPresent();
        return !armed || !agent || heavier || settled(view);
    }

    /** Of two sides one at most has a majority, and one that has none fences nobody. */
    private static boolean settled(View view) {
        return view.cluster().quorum().on() && Majority.held(view);
    }

    private static boolean answers(View view, NodeName node) {
        return view.peer(node).echo().filter(Peer.Echo::answered).isPresent();
    }

    /** Silent nodes of which it matters whether their kernel still answers. */
    public static List<NodeName> asked(View view) {
        List<NodeName> silent = new ArrayList<>();
        view.peers().forEach((node, peer) -> {
            if (peer.beat().isPresent() && Liveness.of(view, node) == Liveness.Voice.SILENT) {
                silent.add(node);
            }
        });
        return silent;
    }

    private static boolean heavier(View view, List<NodeName> theirs) {
        List<NodeName> ours = Stream.concat(Stream.of(view.self().node()), view.peers().keySet()
                .stream().filter(node -> Liveness.alive(view, node))).toList();
        int bySize = Integer.compare(ours.size(), theirs.size());
        if (bySize != 0) {
            return bySize > 0;
        }
        int byWeight = Long.compare(weight(view, ours), weight(view, theirs));
        if (byWeight != 0) {
            return byWeight > 0;
        }
        return view.cluster().nodes().stream()
                .filter(node -> ours.contains(node) || theirs.contains(node)).findFirst()
                .map(ours::contains).orElse(true);
    }

    /** Of what these nodes run, as last told; a service of priority 1 weighs most. */
    private static long weight(View view, List<NodeName> nodes) {
        long sum = 0;
        for (NodeName node : nodes) {
            for (Local local : view.services().values()) {
                ServiceName name = local.service().name();
                Optional<Instance> instance = node.equals(view.self().node())
                        ? Optional.of(Beats.decisive(view, local)) : view.told(node, name);
                boolean runs = instance.filter(i -> Elsewhere.up(i.avail())
                        || i.monitor() == Monitor.STARTING).isPresent();
                int priority = Math.max(0, Math.min(local.service().priority(), LIGHTEST - 1));
                sum += runs ? LIGHTEST - priority : 0;
            }
        }
        return sum;
    }

    /** How much later the other side may notice, and how long its fence takes. */
    static Duration headStart(View view, NodeName node) {
        Duration told = view.peer(node).beat().map(beat -> beat.standing().fenceTook())
                .orElse(Duration.ZERO);
        Duration own = view.memory().fenceTook().values().stream().max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Duration longest = told.compareTo(own) > 0 ? told : own;
        Duration usual = longest.isZero() ? view.cluster().fenceTimeout().dividedBy(USUAL_PART)
                : longest.multipliedBy(2);
        return usual.plus(ECHO).plus(longest(view, Link::timeout).dividedBy(4))
                .plus(longest(view, Link::interval));
    }

    /** Nodes of one side go one after the other, so that they do not all fence the same node. */
    private static Duration turn(View view) {
        long before = view.cluster().nodes().stream()
                .takeWhile(node -> !node.equals(view.self().node()))
                .filter(node -> Liveness.alive(view, node)).count();
        return longest(view, Link::interval).multipliedBy(before);
    }

    private static Duration longest(View view, Function<Link, Duration> of) {
        return view.cluster().links().stream().map(of).max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** The silent node that may be about to fence this one to start a service that is up here. */
    static Optional<NodeName> rival(View view, Local local) {
        boolean wanted = local.service().orchestrate() == Orchestrate.HA
                && !local.service().rules().flexible()
                && !view.cluster().quorum().on()
                && view.cluster().fenced().contains(view.self().node());
        return !wanted ? Optional.empty() : view.others(local.service()).stream()
                .filter(node -> Liveness.of(view, node) == Liveness.Voice.SILENT)
                .filter(node -> Liveness.witness(view, node).isEmpty())
                .filter(node -> threatens(view, local, node)).findFirst();
    }

    private static boolean threatens(View view, Local local, NodeName node) {
        boolean ready = view.peer(node).beat().filter(beat -> !beat.standing().frozen()
                && beat.state() == NodeState.IDLE).isPresent();
        return ready && view.cluster().fenced().contains(node)
                && view.told(node, local.service().name())
                        .filter(there -> !there.frozen() && !there.monitor().failed()).isPresent();
    }
}
