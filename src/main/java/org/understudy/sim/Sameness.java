package org.understudy.sim;

import org.understudy.model.NodeName;
import org.understudy.model.Peer;
import org.understudy.model.View;

/** Whether two views differ in nothing but the time. */
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
        return a == b || a.beat().equals(b.beat())
                && a.echo().map(Peer.Echo::answered).equals(b.echo().map(Peer.Echo::answered));
    }
}
