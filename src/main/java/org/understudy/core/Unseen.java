package org.understudy.core;

import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.model.Goal;
import org.understudy.model.Local;
import org.understudy.model.Request;
import org.understudy.model.Resource;
import org.understudy.model.Status;
import org.understudy.model.View;

/** A service that nobody can see to be up or down: its start would be over before it began. */
final class Unseen {
    private Unseen() {
    }

    /** Why it is not started as a whole; empty where something tells, or nothing is to be done. */
    static Optional<String> words(View view, Local local, Request request) {
        boolean start = request.goal() == Goal.STARTED && request.part().isEmpty();
        if (!start || local == null || !local.probed() || Elsewhere.heard(view, local).stream()
                .anyMatch(there -> there.avail() != Status.NA)) {
            return Optional.empty();
        }
        String acting = local.service().resources().stream().filter(Resource::acts)
                .map(resource -> resource.rid().value()).collect(Collectors.joining(","));
        return acting.isEmpty() ? Optional.empty() : Optional.of("nothing tells whether it is up,"
                + " so nobody could keep it on one node: give one of " + acting
                + " a check, or start them by name: svcmgr -s " + local.service().name()
                + " start --rid " + acting);
    }
}
