package org.understudy.core;

import java.time.Duration;
import java.util.Optional;
import org.understudy.model.Heard;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Peer;
import org.understudy.model.View;

/** Who is heard. A peer is silent only when every link to it is. */
public final class Liveness {
    private Liveness() {
    }

    /** What this node makes of another one. */
    public enum Voice {
        /** At least one link brought a beat within its timeout. */
        ALIVE,
        /** It announced that its agent is away for a moment; its services stay. */
        AWAY,
        /** No link brought a beat within its timeout: it may run anything. */
        SILENT,
        /** Not heard since this agent started, and the time to wait for it is not over. */
        AWAITED,
        /** It stopped all its services and said so before it fell silent. */
        LEFT
    }

    /** The voice of {@code node} in this view. */
    public static Voice of(View view, NodeName node) {
        Peer peer = view.peer(node);
        if (peer.beat().isEmpty()) {
            return view.now().isBefore(graceEnds(view)) ? Voice.AWAITED : Voice.SILENT;
        }
        for (Link link : view.cluster().links()) {
            if (heard(view, peer, link)) {
                return Voice.ALIVE;
            }
        }
        NodeState said = peer.beat().get().state();
        if (said == NodeState.LEFT) {
            return Voice.LEFT;
        }
        return said == NodeState.MAINTENANCE && view.now().isBefore(awayEnds(view, peer))
                ? Voice.AWAY : Voice.SILENT;
    }

    /** What is to be said of a node that is not heard. */
    static String words(View view, NodeName node) {
        return switch (of(view, node)) {
            case ALIVE -> node + " is heard";
            case AWAY -> "the agent of " + node + " is away";
            case SILENT -> node + " is silent";
            case AWAITED -> node + " has not been heard yet";
            case LEFT -> node + " has left";
        };
    }

    /** Another node that is heard and says that it hears this silent one. */
    static Optional<NodeName> witness(View view, NodeName silent) {
        return view.peers().keySet().stream()
                .filter(node -> !node.equals(silent) && alive(view, node))
                .filter(node -> view.peer(node).beat().map(beat -> beat.heard().get(silent))
                        .filter(Heard::hears).isPresent()).findFirst();
    }

    /** From when on the peer, which was heard once, is silent on every link. */
    static Moment silentFrom(View view, NodeName node) {
        Duration longest = view.cluster().links().stream().map(Link::timeout)
                .max(Duration::compareTo).orElse(Duration.ZERO);
        Moment last = view.peer(node).lastHeard().orElse(view.self().started());
        Moment from = view.stalled().filter(last::isBefore).orElse(last);
        return from.plus(longest);
    }

    public static boolean alive(View view, NodeName node) {
        return of(view, node) == Voice.ALIVE;
    }

    /** Whether this link brought a beat of the peer within its timeout. */
    public static boolean heard(View view, NodeName node, LinkName link) {
        Peer peer = view.peer(node);
        return view.cluster().links().stream().filter(l -> l.name().equals(link))
                .anyMatch(l -> heard(view, peer, l));
    }

    private static boolean heard(View view, Peer peer, Link link) {
        Moment last = peer.heard().get(link.name());
        return last != null && silence(view, last).compareTo(link.timeout()) <= 0;
    }

    /** Time without a beat in which this process was itself running all the while. */
    private static Duration silence(View view, Moment last) {
        Moment from = view.stalled().filter(last::isBefore).orElse(last);
        return view.now().since(from);
    }

    private static Moment graceEnds(View view) {
        return view.self().started().plus(view.cluster().rejoinGracePeriod());
    }

    private static Moment awayEnds(View view, Peer peer) {
        Moment last = peer.lastHeard().orElse(view.self().started());
        return last.plus(view.cluster().maintenanceGracePeriod());
    }
}
