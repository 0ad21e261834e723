package org.understudy.sim;

import java.util.Optional;
import org.understudy.model.Beat;
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
            for (NodeName name : a.peers().keySet()) {
                if (!same(a.peer(name), b.peer(name))) {
                    return false;
                }
            }
        }
        return a.equals(b.peers(a.peers()).at(a.now()));
    }

    private static boolean same(Peer a, Peer b) {
        return a == b || told(a.beat(), b.beat())
                && a.echo().map(Peer.Echo::answered).equals(b.echo().map(Peer.Echo::answered));
    }

    private static boolean told(Optional<Beat> a, Optional<Beat> b) {
        return a.isEmpty() ? b.isEmpty()
                : b.isPresent() && (a.get() == b.get() || a.get().same(b.get()));
    }
}
