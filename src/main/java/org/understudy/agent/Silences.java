package org.understudy.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.understudy.core.Liveness;
import org.understudy.core.Liveness.Voice;
import org.understudy.model.Fencing;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Peer;
import org.understudy.model.View;

/** When each node that is not heard fell silent, and what was done to prove that it is off. */
final class Silences {
    private final Map<NodeName, Silence> silences = new HashMap<>();

    /**
     * One silence.
     *
     * @param last when the node was last heard; empty when never since this agent started
     * @param noticed when that was too long ago
     * @param begun when the first fence of it began
     * @param ended when the last one ended
     * @param tries how many there were
     */
    record Silence(Optional<Moment> last, Moment noticed, Optional<Moment> begun,
            Optional<Moment> ended, int tries) {
        /** How long it took to notice; empty when there was nothing to notice. */
        Optional<Duration> detection() {
            return last.map(noticed::since);
        }

        /** How long it took to have it off, all tries together; zero without one. */
        Duration fence() {
            return begun.isEmpty() || ended.isEmpty() ? Duration.ZERO
                    : ended.get().since(begun.get());
        }

        private Silence begin(Moment now) {
            return new Silence(last, noticed, begun.or(() -> Optional.of(now)), Optional.empty(),
                    tries + 1);
        }

        private Silence end(Moment now) {
            return new Silence(last, noticed, begun, Optional.of(now), tries);
        }
    }

    Optional<Silence> of(NodeName node) {
        return Optional.ofNullable(silences.get(node));
    }

    /** Takes in what changed. */
    void update(View before, View after) {
        after.peers().forEach((node, peer) -> {
            update(node, peer, after);
            fenced(node, before.fencings().get(node), after);
        });
    }

    private void update(NodeName node, Peer peer, View after) {
        if (Liveness.of(after, node) != Voice.SILENT) {
            silences.remove(node);
        } else {
            silences.computeIfAbsent(node, n -> new Silence(peer.lastHeard(), after.now(),
                    Optional.empty(), Optional.empty(), 0));
        }
    }

    private void fenced(NodeName node, Fencing was, View after) {
        Fencing is = after.fencings().get(node);
        if (is == null || is.equals(was)) {
            return;
        }
        silences.computeIfPresent(node, (n, silence) -> is.phase() == Fencing.Phase.RUNNING
                ? silence.begin(is.at()) : silence.end(is.at()));
    }
}
