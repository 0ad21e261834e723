package org.understudy.sim;

import java.util.Optional;
import org.understudy.core.Effects;
import org.understudy.core.Facts;
import org.understudy.core.Permit;
import org.understudy.core.Policy;
import org.understudy.core.Reserving;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** An agent's round and the steps it permits. Tests put a core in between that forgets one rule. */
interface Core {
    Core REAL = new Core() { };

    default View after(View before, Event event, Moment now) {
        return Facts.after(before, event, now);
    }

    default Decision decide(View view) {
        return Policy.decide(view);
    }

    /** Why the next step of a start may not be done now; empty when it may. */
    default Optional<String> refused(View view, ServiceName service, Rid rid, Moment now) {
        return Permit.refused(view, service, rid, now);
    }

    /** Whether it is certain that nothing of the service runs on another node. */
    default boolean gone(View view, ServiceName service, NodeName node) {
        return Reserving.idle(view, service, node);
    }

    /** Whether a start may take disks from the node that has them now. */
    default boolean mayTake(View view, ServiceName service, Rid rid, NodeName from) {
        return Reserving.mayTake(view, service, rid, from);
    }

    default View effects(View before, Decision decision) {
        return Effects.of(before, decision);
    }
}
