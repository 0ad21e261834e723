package org.understudy.core;

import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.core.Liveness.Voice;
import org.understudy.model.Freeze;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** How a fresh agent becomes one that decides: it reads its own services, then hears the others. */
final class Joining {
    private Joining() {
    }

    static View of(View view) {
        View next = view.self().state() == NodeState.INIT
                && view.services().values().stream().allMatch(Local::probed)
                ? view.with(NodeState.REJOIN) : view;
        return switch (next.self().state()) {
            case REJOIN -> heardAll(next) ? frozenMeanwhile(next).with(NodeState.IDLE) : next;
            case DRAINING -> gone(next, false) ? next.with(NodeState.IDLE) : next;
            case SHUTTING -> gone(next, true) ? next.with(NodeState.LEFT) : next;
            case INIT, IDLE, MAINTENANCE, LEFT -> next;
        };
    }

    private static boolean gone(View view, boolean standby) {
        return view.services().values().stream().allMatch(local -> local.probed()
                && !local.monitor().state().busy() && Departing.gone(local, standby));
    }

    /** A wish for all nodes that froze a service while this one was away holds here too. */
    private static View frozenMeanwhile(View view) {
        View next = view;
        for (ServiceName name : view.services().keySet()) {
            long ordered = view.services().get(name).kept().ordered();
            Optional<NodeName> by = Elsewhere.first(view, name,
                    there -> there.frozen() && there.past().ordered() > ordered);
            if (by.isPresent()) {
                long number = view.told(by.get(), name).map(i -> i.past().ordered()).orElse(0L);
                Freeze freeze = new Freeze("", "as on " + by.get() + " since this node was away",
                        view.now(), Optional.empty());
                next = next.with(name, local -> local.frozen() ? local
                        : local.with(local.kept().frozen(Optional.of(freeze)).ordered(number)));
            }
        }
        return next;
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
