package org.understudy.core;

import java.util.Optional;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/** Whether a job of a service, a sync or a task, may run on this node now. */
public final class JobPermit {
    private JobPermit() {
    }

    /** Whether the service is up here, as last read. */
    public static boolean up(View view, ServiceName service) {
        Local local = view.services().get(service);
        return local != null && Aggregate.avail(local) == Status.UP;
    }

    /**
     * Why it may not; empty when it may.
     *
     * @param view of the last round
     * @param now may be later than the view's
     */
    public static Optional<String> refused(View view, ServiceName service, Rid rid, Moment now) {
        Local local = view.services().get(service);
        if (local == null) {
            return Optional.of("there is no such service here");
        }
        if (local.monitor().state().busy()) {
            return Optional.of("it is " + local.monitor().state().word() + " here");
        }
        if (!up(view, service)) {
            return Optional.of("it is " + Aggregate.avail(local).word()
                    + " here: it runs where its service is up");
        }
        if (view.self().state() == NodeState.LEFT || view.self().state() == NodeState.SHUTTING) {
            return Optional.of("this node is shutting down");
        }
        return Permit.refused(view, service, rid, now);
    }

    /**
     * Why a run that is underway must end, though nobody stops its service; empty when it may go
     * on. What is only unknown or in part down is nobody's to start elsewhere.
     */
    public static Optional<String> over(View view, ServiceName service) {
        Local local = view.services().get(service);
        if (local == null) {
            return Optional.of("there is no such service here any more");
        }
        if (Settling.stopped(Aggregate.avail(local))) {
            return Optional.of("its service is " + Aggregate.avail(local).word() + " here");
        }
        return local.service().rules().flexible() ? Optional.empty()
                : Elsewhere.first(view, service, there -> Elsewhere.up(there.avail()))
                        .map(node -> "its service is up on " + node);
    }

    /** Why the service's files on another node may be in use there; empty when they are not. */
    public static Optional<String> inUse(View view, ServiceName service, NodeName node) {
        Local local = view.services().get(service);
        boolean may = local != null && !local.service().rules().flexible()
                && view.peers().containsKey(node) && !Reserving.idle(view, service, node);
        if (!may) {
            return Optional.empty();
        }
        boolean heard = Liveness.alive(view, node);
        return heard && view.told(node, service).isEmpty() ? Optional.empty()
                : Optional.of(heard ? "it is not down there" : Liveness.words(view, node)
                        + ", and may run it by now");
    }

    /** Why the agent may not run it by itself either, although a person may. */
    public static Optional<String> left(View view, ServiceName service) {
        Local local = view.services().get(service);
        return local == null || local.frozen() || view.frozen().isPresent()
                ? Optional.of("it is frozen") : Optional.empty();
    }
}
