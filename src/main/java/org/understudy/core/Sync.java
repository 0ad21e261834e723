package org.understudy.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;
import org.understudy.model.View;

/** The row {@code sync#i0}: whether the nodes of a service run the same configuration. */
public final class Sync {
    private static final String LABEL = "rsync svc config to drpnodes, nodes";

    private Sync() {
    }

    /** The row; empty for a service of one node. */
    public static Optional<ResourceStatus> row(View view, Local local) {
        Status status = status(view, local);
        return status == Status.NA ? Optional.empty() : Optional.of(
                new ResourceStatus(status, LABEL, messages(status, view, local)));
    }

    /**
     * The status of the row; NA where there is none. Every beat asks, for every service. Of whom
     * was not heard since this agent began, nothing is known.
     */
    public static Status status(View view, Local local) {
        int others = 0;
        int told = 0;
        int same = 0;
        for (NodeName node : local.service().nodes()) {
            if (!node.equals(view.self().node())) {
                others++;
                told += told(view, node) ? 1 : 0;
                same += told(view, node) && same(view, local, node) ? 1 : 0;
            }
        }
        if (others == 0) {
            return Status.NA;
        }
        if (told == 0) {
            return Status.UNDEF;
        }
        return same == told ? Status.UP
                : Aggregate.avail(local) == Status.UP ? Status.DOWN : Status.WARN;
    }

    /** Whether it has told which services it has. */
    private static boolean told(View view, NodeName node) {
        return view.peer(node).beat().filter(beat -> beat.state() != NodeState.INIT).isPresent();
    }

    private static List<String> messages(Status status, View view, Local local) {
        return switch (status) {
            case DOWN -> List.of(stale(view, local) + " need update");
            case WARN -> List.of("passive node needs update");
            case UNDEF -> List.of("no other node has been heard yet");
            case UP, NA, STDBY_UP, STDBY_DOWN, UP_AND_STDBY, DOWN_AND_STDBY -> List.of();
        };
    }

    private static String stale(View view, Local local) {
        return view.others(local.service()).stream()
                .filter(node -> told(view, node) && !same(view, local, node))
                .map(NodeName::value).collect(Collectors.joining(", "));
    }

    private static boolean same(View view, Local local, NodeName node) {
        return view.told(node, local.service().name()).filter(there ->
                there.checksum().equals(local.service().checksum())).isPresent();
    }
}
