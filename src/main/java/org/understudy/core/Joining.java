package org.understudy.core;

import java.util.stream.Collectors;
import org.understudy.core.Liveness.Voice;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.View;

/** How a fresh agent becomes one that decides: it reads its own services, then hears the others. */
final class Joining {
    private Joining() {
    }

    static View of(View view) {
        View next = view.self().state() == NodeState.INIT
                && view.services().values().stream().allMatch(Local::probed)
                ? view.with(NodeState.REJOIN) : view;
        return next.self().state() == NodeState.REJOIN && heardAll(next)
                ? next.with(NodeState.IDLE) : next;
    }

    /** Whom this node waits for, in words. */
    static String awaited(View view) {
        String nodes = view.peers().keySet().stream().filter(node -> !heard(view, node))
                .map(NodeName::value).collect(Collectors.joining(", "));
        return "waiting to hear " + (nodes.isEmpty() ? "of its own services" : nodes)
                + ", for at most " + Words.of(view.cluster().rejoinGracePeriod())
                + " since this agent started";
    }

    private static boolean heardAll(View view) {
        return view.peers().keySet().stream().allMatch(node -> heard(view, node));
    }

    /** Heard and past its own reading, or not to be waited for any longer. */
    private static boolean heard(View view, NodeName node) {
        Voice voice = Liveness.of(view, node);
        return (voice != Voice.AWAITED || Exclusion.vouched(view, node))
                && !(voice == Voice.ALIVE && Placement.reading(view, node));
    }
}
