package org.understudy.core;

import java.util.List;
import java.util.Optional;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
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
        List<NodeName> others = view.others(local.service());
        if (others.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Aggregate.avail(local) == Status.UP ? active(view, local, others)
                : passive(view, local, others));
    }

    /** The status of the row; NA where there is none. */
    public static Status status(View view, Local local) {
        return row(view, local).map(ResourceStatus::status).orElse(Status.NA);
    }

    private static ResourceStatus active(View view, Local local, List<NodeName> others) {
        List<String> stale = others.stream().filter(node -> !same(view, local, node))
                .map(NodeName::value).toList();
        return stale.isEmpty() ? new ResourceStatus(Status.UP, LABEL)
                : new ResourceStatus(Status.DOWN, LABEL,
                        List.of(String.join(", ", stale) + " need update"));
    }

    private static ResourceStatus passive(View view, Local local, List<NodeName> others) {
        List<Instance> told = others.stream()
                .flatMap(node -> view.told(node, local.service().name()).stream()).toList();
        if (told.isEmpty()) {
            return new ResourceStatus(Status.UNDEF, LABEL,
                    List.of("no other node has been heard yet"));
        }
        boolean differs = told.stream()
                .anyMatch(there -> !there.checksum().equals(local.service().checksum()));
        return differs ? new ResourceStatus(Status.WARN, LABEL,
                List.of("passive node needs update")) : new ResourceStatus(Status.UP, LABEL);
    }

    private static boolean same(View view, Local local, NodeName node) {
        Optional<Instance> told = view.told(node, local.service().name());
        return told.isPresent() && told.get().checksum().equals(local.service().checksum());
    }
}
