package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.core.Aggregate;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/** Where services are up, as far as this node has heard. */
final class Places {
    static final String NOTHING = "nothing";

    private Places() {
    }

    /** The nodes on which it is up, and not about to be stopped. */
    static List<NodeName> of(View view, Local local) {
        return local.service().nodes().stream().filter(node -> up(view, local, node)).toList();
    }

    static boolean up(View view, Local local, NodeName node) {
        if (node.equals(view.self().node())) {
            return up(Aggregate.avail(local), local.monitor().state());
        }
        return view.told(node, local.service().name())
                .filter(there -> up(there.avail(), there.monitor())).isPresent();
    }

    private static boolean up(Status avail, Monitor monitor) {
        return (avail == Status.UP || avail == Status.UP_AND_STDBY)
                && monitor != Monitor.STOPPING;
    }

    /** Whether something is being done to it on any node. */
    static boolean busy(View view, Local local) {
        return local.monitor().state().busy() || view.others(local.service()).stream()
                .anyMatch(node -> view.told(node, local.service().name())
                        .filter(there -> there.monitor().busy()).isPresent());
    }

    /** {@link #NOTHING}, or {@code web: n1 to n2} for each that is elsewhere. */
    static String moved(View before, View after) {
        SortedMap<ServiceName, List<NodeName>> now = all(after);
        List<String> moved = new ArrayList<>();
        all(before).forEach((name, was) -> {
            List<NodeName> is = now.getOrDefault(name, was);
            if (!is.equals(was)) {
                moved.add(name + ": " + words(was) + " to " + words(is));
            }
        });
        return moved.isEmpty() ? NOTHING : String.join("; ", moved);
    }

    static String words(List<NodeName> nodes) {
        return nodes.isEmpty() ? "nowhere"
                : String.join(", ", nodes.stream().map(NodeName::value).toList());
    }

    private static SortedMap<ServiceName, List<NodeName>> all(View view) {
        SortedMap<ServiceName, List<NodeName>> all = new TreeMap<>();
        view.services().forEach((name, local) -> all.put(name, of(view, local)));
        return all;
    }
}
