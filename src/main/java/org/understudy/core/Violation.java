package org.understudy.core;

import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.View;

/** Something of a service that is up here although all of it runs on another node. */
public final class Violation {
    private Violation() {
    }

    /** What it is, in a plain sentence; nothing is done about it but to say so. */
    public static Optional<String> of(View view, Local local) {
        if (local.service().rules().flexible() || local.monitor().state().busy()
                || !local.probed()) {
            return Optional.empty();
        }
        Optional<NodeName> other = Elsewhere.first(view, local.service().name(),
                there -> Elsewhere.up(there.avail()) && !there.monitor().busy());
        String here = other.isEmpty() ? "" : local.service().resources().stream()
                .filter(r -> r.group().started() && !r.is(Flag.STANDBY))
                .filter(r -> there(local, r)).map(r -> r.rid().value())
                .collect(Collectors.joining(", "));
        return here.isEmpty() ? Optional.empty() : Optional.of("concurrency violation: " + here
                + (here.contains(",") ? " are" : " is") + " up here, and " + local.service().name()
                + " is up on " + other.get() + "; nothing is stopped by itself");
    }

    /** What cannot be read is not known to be up; it keeps a start away all the same. */
    private static boolean there(Local local, Resource resource) {
        return switch (Aggregate.status(local, resource)) {
            case UP, WARN -> true;
            case DOWN, NA, UNDEF, STDBY_UP, STDBY_DOWN, UP_AND_STDBY, DOWN_AND_STDBY -> false;
        };
    }
}
