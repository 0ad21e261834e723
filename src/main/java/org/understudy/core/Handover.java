package org.understudy.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Orchestrate;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** What would become of the others if this node stopped all it runs and left them for good. */
public final class Handover {
    private Handover() {
    }

    /** The node that would start the service then; empty where none would. */
    public static Optional<NodeName> taker(View view, ServiceName name) {
        Local local = view.services().get(name);
        return orchestrated(local) ? Placement.successors(view, local).stream().findFirst()
                : Optional.empty();
    }

    /** Why nobody would go on with what is up here; empty where somebody would. */
    public static Optional<String> obstacle(View view, ServiceName name) {
        Local local = view.services().get(name);
        View leaving = view.with(NodeState.SHUTTING);
        if (!Departure.remains(leaving, name) || Settling.stopped(Aggregate.told(local))
                || local.service().rules().flexible()) {
            return Optional.empty();
        }
        if (local.frozen() || view.frozen().isPresent()) {
            return Optional.of("it is frozen on " + view.self().node());
        }
        if (!orchestrated(local)) {
            return Optional.of("no other node starts it by itself: orchestrate is not ha");
        }
        List<NodeName> others = others(view, local);
        if (others.isEmpty()) {
            return Optional.of("it has no other node");
        }
        return taker(view, name).isPresent() ? Optional.empty()
                : Optional.of(others.stream().map(node -> String.join(", ",
                        Placement.obstacles(view, local, node))).collect(Collectors
                                .joining("; ")));
    }

    private static boolean orchestrated(Local local) {
        return local.service().orchestrate() == Orchestrate.HA;
    }

    private static List<NodeName> others(View view, Local local) {
        return local.service().nodes().stream()
                .filter(node -> !node.equals(view.self().node())).toList();
    }

    /** The votes that the others would have, if that is no majority any more. */
    public static Optional<String> minority(View view) {
        boolean needed = view.cluster().quorum().on() && view.services().keySet().stream()
                .anyMatch(name -> Elsewhere.up(view, name));
        return needed && !Majority.without(view) ? Optional.of("the others would have no majority"
                + " without " + view.self().node() + " before they have taken it out: of "
                + Majority.words(view) + " one is its own") : Optional.empty();
    }
}
