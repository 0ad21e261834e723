package org.understudy.agent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.core.Liveness;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Peer;
import org.understudy.model.View;

/** The only one of several links on which a node was still heard before it fell silent. */
final class LastLink {
    private LastLink() {
    }

    /** Empty when there is but one link, or when others were silent no longer than a timeout. */
    static Optional<LinkName> of(View view, NodeName node) {
        Peer peer = view.peer(node);
        Optional<Moment> last = peer.lastHeard();
        if (last.isEmpty() || view.cluster().links().size() < 2) {
            return Optional.empty();
        }
        List<LinkName> left = view.cluster().links().stream()
                .filter(link -> still(peer, link, last.get())).map(Link::name).toList();
        return left.size() == 1 ? Optional.of(left.get(0)) : Optional.empty();
    }

    /** Of all nodes that are silent; empty when no silence was noticed on one link alone. */
    static Optional<String> words(View view) {
        String all = view.peers().keySet().stream()
                .filter(peer -> Liveness.of(view, peer) == Liveness.Voice.SILENT)
                .flatMap(peer -> of(view, peer).stream()
                        .map(link -> peer + ": one link was left, " + link))
                .collect(Collectors.joining("; "));
        return Optional.of(all).filter(words -> !words.isEmpty());
    }

    private static boolean still(Peer peer, Link link, Moment last) {
        Moment heard = peer.heard().get(link.name());
        Duration before = heard == null ? Duration.ofDays(1) : last.since(heard);
        return before.compareTo(link.timeout()) <= 0;
    }
}
