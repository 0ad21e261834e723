package org.understudy.sim;

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
        boolean told = a.beat().isPresent() == b.beat().isPresent()
                && (a.beat().isEmpty() || a.beat().get().same(b.beat().get()));
        return a == b || told && a.echo().map(Peer.Echo::answered)
                .equals(b.echo().map(Peer.Echo::answered));
    }
}
