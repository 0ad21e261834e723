package org.understudy.core;

import java.util.Optional;
import org.understudy.model.Guard;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * When this node's hardware watchdog is armed and fed, and what the others are told of it. They
 * start what a node had that was reset by now. So what they are told stays true whatever happens
 * here: nothing starts before the watchdog is armed, it is fed only while this node may go on, and
 * it is switched off only when nothing is left here or every member has heard that it will be.
 */
public final class Guarding {
    private Guarding() {
    }

    /** Whether this node has, or is about to have, what others could start without a majority. */
    public static boolean needed(View view) {
        return view.cluster().quorum().on() && holds(view);
    }

    private static boolean holds(View view) {
        return view.services().values().stream().anyMatch(local -> guarded(local)
                && Beats.holds(view, local.service().name()));
    }

    /** Whether the watchdog may be fed at that moment, which may be later than the view's. */
    public static boolean due(View view, Moment now) {
        return !view.cluster().quorum().on() || Majority.harmless(view.at(now));
    }

    /** The view of a node that knows this of its watchdog from now on, and tells it. */
    public static View knowing(View view, Guard guard, String unguarded) {
        return view.self().guard().equals(guard) && view.self().unguarded().equals(unguarded)
                ? view : Generations.after(view, view.with(view.self().with(guard, unguarded)));
    }

    /** Whether every other member has heard all of this that was told so far, or nobody need. */
    public static boolean known(View view, long generation) {
        return !holds(view) || Departure.toldAll(view, generation);
    }

    /** Whether nobody relies any more on what was told before that; who is off has forgotten it. */
    public static boolean forgotten(View view, long generation) {
        return view.peers().keySet().stream().allMatch(node -> Departure.knows(view, node,
                generation) || view.fencings().containsKey(node)
                && view.fencings().get(node).off());
    }

    /** An agent that goes feeds nothing any more; it is no reason to take its services over. */
    static Guard told(View view) {
        return view.self().state() == NodeState.MAINTENANCE ? Guard.NONE : view.self().guard();
    }

    /** Why nothing of the service may start now. */
    static Optional<String> refused(View view, ServiceName service) {
        Local local = view.services().get(service);
        return Optional.of(view.self().unguarded())
                .filter(why -> !why.isEmpty() && local != null && guarded(local));
    }

    private static boolean guarded(Local local) {
        return !local.service().rules().flexible();
    }
}
