package org.understudy.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.understudy.model.Local;
import org.understudy.model.Rules.Relations;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * Services that wait for each other in a circle, so that none of them could ever be the first. Only
 * services of this node are looked at: of others nobody tells what they wait for.
 */
final class Circles {
    private final View view;
    private final Function<Relations, List<ServiceName>> relation;
    private final Predicate<ServiceName> holdsUp;

    private Circles(View view, Function<Relations, List<ServiceName>> relation,
            Predicate<ServiceName> holdsUp) {
        this.view = view;
        this.relation = relation;
        this.holdsUp = holdsUp;
    }

    /** Why the service can never start by itself; empty when it can. */
    static Optional<String> ofParents(View view, Local local) {
        return new Circles(view, Relations::parents, one -> !Elsewhere.up(view, one))
                .shortest(local).map(circle -> words(circle, "parents", "is started after")
                        + "; svcmgr -s " + local.service().name()
                        + " start --local starts it all the same");
    }

    /** Why the service can never be stopped while those are up; empty when it can. */
    static Optional<String> ofChildren(View view, Local local) {
        return new Circles(view, Relations::children, one -> !Elsewhere.stopped(view, one))
                .shortest(local).map(circle -> words(circle, "children", "is stopped after")
                        + "; svcmgr -s " + local.service().name()
                        + " stop --local stops it all the same");
    }

    private static String words(List<ServiceName> circle, String keyword, String after) {
        List<String> links = new ArrayList<>();
        for (int i = 0; i < circle.size(); i++) {
            links.add(circle.get(i) + " " + after + " " + circle.get((i + 1) % circle.size()));
        }
        return "its " + keyword + " form a circle, so that none can be the first: "
                + Words.of(links) + ": take one out of " + keyword;
    }

    /** From the service itself to the one that leads back to it. */
    private Optional<List<ServiceName>> shortest(Local local) {
        ServiceName self = local.service().name();
        Map<ServiceName, ServiceName> from = new HashMap<>();
        Deque<ServiceName> next = new ArrayDeque<>();
        if (!of(self).isEmpty() && holdsUp.test(self)) {
            next.add(self);
        }
        while (!next.isEmpty()) {
            ServiceName one = next.remove();
            for (ServiceName other : of(one)) {
                if (other.equals(self)) {
                    return Optional.of(path(from, one));
                }
                if (holdsUp.test(other) && from.putIfAbsent(other, one) == null) {
                    next.add(other);
                }
            }
        }
        return Optional.empty();
    }

    private List<ServiceName> of(ServiceName service) {
        Local local = view.services().get(service);
        return local == null ? List.of() : relation.apply(local.service().rules().relations());
    }

    private static List<ServiceName> path(Map<ServiceName, ServiceName> from, ServiceName last) {
        List<ServiceName> path = new ArrayList<>();
        for (ServiceName one = last; one != null; one = from.get(one)) {
            path.add(0, one);
        }
        return path;
    }
}
