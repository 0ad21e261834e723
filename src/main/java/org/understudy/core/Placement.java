package org.understudy.core;

import java.util.List;
import java.util.Optional;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Status;
import org.understudy.model.View;

/** Which node should run a service that runs nowhere: the first of its nodes that can. */
final class Placement {
    private Placement() {
    }

    /** The nodes that can run it now, preferred first. */
    static List<NodeName> candidates(View view, Local local) {
        return local.service().nodes().stream()
                .filter(node -> node.equals(view.self().node())
                        ? able(Beats.instance(view, local)) : able(view, local, node))
                .toList();
    }

    private static boolean able(View view, Local local, NodeName node) {
        Optional<Instance> told = view.told(node, local.service().name());
        return Liveness.alive(view, node) && present(view, node) && told.isPresent()
                && able(told.get());
    }

    private static boolean present(View view, NodeName node) {
        return view.peer(node).beat().map(beat -> switch (beat.state()) {
            case REJOIN, IDLE -> true;
            case INIT, MAINTENANCE, SHUTTING, LEFT -> false;
        }).orElse(false);
    }

    /** Whether the node is up so freshly that it has not told of its services yet. */
    static boolean reading(View view, NodeName node) {
        return view.peer(node).beat().map(b -> b.state() == NodeState.INIT).orElse(true);
    }

    private static boolean able(Instance instance) {
        return !instance.frozen() && instance.monitor() != Monitor.START_FAILED
                && instance.avail() != Status.NA;
    }

    /** Whether {@code a} is preferred to {@code b}. */
    static boolean before(Local local, NodeName a, NodeName b) {
        return rank(local, a) < rank(local, b);
    }

    /** A node that the file here does not name is the last one to be preferred. */
    private static int rank(Local local, NodeName node) {
        int place = local.service().nodes().indexOf(node);
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    /** Whether the agent of this node may decide by itself yet. */
    static boolean joined(View view) {
        return view.self().state() == NodeState.IDLE;
    }
}
