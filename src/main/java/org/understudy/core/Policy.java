package org.understudy.core;

import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Decision;
import org.understudy.model.Local;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** Decides, for each service, what this node does next and why. Looks at the whole view anew. */
public final class Policy {
    private Policy() {
    }

    /** One ruling for each service; holding has a reason too. */
    public static Decision decide(View view) {
        SortedMap<ServiceName, Ruling> rulings = new TreeMap<>();
        view.services().forEach((name, local) -> rulings.put(name, rule(view, local)));
        return new Decision(rulings);
    }

    private static Ruling rule(View view, Local local) {
        if (!local.probed()) {
            return Ruling.hold(Rule.WAITING, "its resources have not been read yet");
        }
        if (local.monitor().state().busy()) {
            return Ruling.hold(Rule.UNDERWAY, local.monitor().state().word());
        }
        return switch (view.self().state()) {
            case MAINTENANCE -> Ruling.hold(Rule.WAITING,
                    "this agent is leaving; the service stays as it is");
            case LEFT -> Ruling.hold(Rule.LEAVES, "this node has stopped its services and left");
            case SHUTTING -> Departing.shutting(view, local);
            case DRAINING -> Departing.drained(view, local);
            case INIT, REJOIN, IDLE -> present(view, local);
        };
    }

    private static Ruling present(View view, Local local) {
        if (!Majority.held(view)) {
            return Departing.minority(view, local);
        }
        return new Wishing(view, local).ruling()
                .or(() -> new Repair(view, local).ruling())
                .orElseGet(() -> new Unasked(view, local).ruling());
    }
}
