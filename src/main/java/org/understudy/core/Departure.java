package org.understudy.core;

import java.time.Duration;
import org.understudy.model.Heard;
import org.understudy.model.Link;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** How far a node is that leaves: what is left on it, and whether the others know that it left. */
public final class Departure {
    private Departure() {
    }

    /** Whether something of the service would still have to be stopped here. */
    public static boolean remains(View view, ServiceName name) {
        Local local = view.services().get(name);
        boolean standby = view.self().state() == NodeState.SHUTTING;
        return local != null && (local.monitor().state().busy()
                || !Departing.gone(local, standby));
    }

    /** Whether two beats on every link had time to say it, and every heard node has heard it. */
    public static boolean told(View view, Moment since, Moment now, long generation) {
        Duration slowest = view.cluster().links().stream().map(Link::interval)
                .max(Duration::compareTo).orElse(Duration.ZERO);
        return now.since(since).compareTo(slowest.multipliedBy(2)) > 0
                && view.peers().keySet().stream().filter(node -> Liveness.alive(view, node))
                        .allMatch(node -> knows(view, node, generation));
    }

    /**
     * Whether every other member has heard it, not only those that are heard: a majority may come
     * together without any that has, such as a silent node and an arbitrator, and would take it for
     * a proof that this node was reset. Only then may a watchdog be switched off.
     */
    public static boolean toldAll(View view, long generation) {
        return view.peers().keySet().stream().allMatch(node -> knows(view, node, generation));
    }

    static boolean knows(View view, NodeName node, long generation) {
        Heard ours = view.peer(node).beat().map(beat -> beat.heard().get(view.self().node()))
                .orElse(null);
        return ours != null && ours.boot().equals(view.self().boot())
                && ours.generation() >= generation;
    }
}
