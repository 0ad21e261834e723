package org.understudy.agent;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.understudy.core.Beats;
import org.understudy.model.Local;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * What this node has, or may have, of a service: as the loop knows, or read now where the loop has
 * not heard of the service yet.
 */
record Holding(Published published, Prober prober) {
    boolean service(Unit unit) {
        View view = published.round().view();
        ServiceName name = unit.file().service().name();
        return view.services().containsKey(name) ? Beats.holds(view, name)
                : !resources(unit).isEmpty();
    }

    Set<Rid> resources(Unit unit) {
        View view = published.round().view();
        ServiceName name = unit.file().service().name();
        Local local = view.services().get(name);
        return local != null && local.probed() ? Beats.held(view, name) : read(unit);
    }

    /** What cannot be read may be there. */
    private Set<Rid> read(Unit unit) {
        try {
            return prober.read(unit).entrySet().stream().filter(Holding::held)
                    .map(Map.Entry::getKey).collect(Collectors.toSet());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unit.drivers().keySet();
        }
    }

    private static boolean held(Map.Entry<Rid, ResourceStatus> read) {
        return switch (read.getValue().status()) {
            case UP, WARN, STDBY_UP, UP_AND_STDBY, UNDEF -> true;
            case DOWN, NA, STDBY_DOWN, DOWN_AND_STDBY -> false;
        };
    }
}
