package org.understudy.sim;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.understudy.model.Beat;
import org.understudy.model.Heard;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Peer;
import org.understudy.model.View;

/** Whether two views differ in nothing but times. */
final class Sameness {
    private Sameness() {
    }

    /** Whatever is added to a view differs until it is told here why it does not. */
    static boolean of(View a, View b) {
        if (a.peers() != b.peers()) {
            boolean claims = claims(a) || claims(b);
            for (NodeName name : a.peers().keySet()) {
                if (!same(a.peer(name), b.peer(name), claims ? a.self().node() : null)) {
                    return false;
                }
            }
        }
        return a.equals(b.peers(a.peers()).at(a.now()));
    }

    private static boolean claims(View view) {
        return view.services().values().stream().anyMatch(local -> local.is(Monitor.READY));
    }

    private static boolean same(Peer a, Peer b, NodeName claimant) {
        return a == b || told(a.beat(), b.beat(), claimant)
                && a.echo().map(Peer.Echo::answered).equals(b.echo().map(Peer.Echo::answered));
    }

    private static boolean told(Optional<Beat> a, Optional<Beat> b, NodeName claimant) {
        return a.isEmpty() ? b.isEmpty() : b.isPresent() && repeats(a.get(), b.get(), claimant);
    }

    /**
     * Whether a beat says the same of its sender and of whom it hears as another one.
     *
     * @param claimant a node that waits for the answer to a claim; null for none
     */
    static boolean repeats(Beat beat, Beat last, NodeName claimant) {
        return beat == last || beat.boot().equals(last.boot())
                && beat.generation() == last.generation() && beat.state() == last.state()
                && (claimant == null || Objects.equals(answer(beat, claimant),
                        answer(last, claimant)))
                && hearsSame(beat, last);
    }

    private static Long answer(Beat beat, NodeName claimant) {
        Heard heard = beat.heard().get(claimant);
        return heard == null ? null : heard.generation();
    }

    private static boolean hearsSame(Beat beat, Beat last) {
        if (beat.heard().size() != last.heard().size()) {
            return false;
        }
        for (Map.Entry<NodeName, Heard> one : beat.heard().entrySet()) {
            Heard other = last.heard().get(one.getKey());
            if (other == null || other.hears() != one.getValue().hears()) {
                return false;
            }
        }
        return true;
    }
}
