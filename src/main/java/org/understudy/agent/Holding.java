package org.understudy.agent;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.understudy.config.ServiceFile;
import org.understudy.core.Beats;
import org.understudy.exec.Deadline;
import org.understudy.model.Local;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/**
 * What this node has, or may have, of a service: as the loop knows, or read now where the loop has
 * not heard of the service yet.
 */
record Holding(Published published, Prober prober) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

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
        if (local != null && local.monitor().state().busy()) {
            return started(unit); // an action is about to change any of them
        }
        return local != null && local.probed() ? Beats.held(view, name) : read(unit);
    }

    /**
     * Resources that are there as one file describes them, and not as the next one does: it looks
     * for them elsewhere, and would neither see nor stop what is up.
     */
    Set<Rid> moved(Unit old, Unit next) {
        Set<Rid> changed = old.drivers().keySet().stream().filter(rid -> differs(rid, old.file(),
                next.file())).collect(Collectors.toCollection(TreeSet::new));
        changed.retainAll(changed.isEmpty() ? Set.of() : resources(old));
        Local local = published.round().view().services().get(old.file().service().name());
        Deadline deadline = Deadline.in(LIMIT);
        return local != null && local.monitor().state().busy() ? changed : changed.stream()
                .filter(rid -> there(status(old, rid, deadline))
                        && !held(status(next, rid, deadline))).collect(Collectors.toSet());
    }

    /** Who changes a check that cannot be run is to get it in force. */
    private static boolean there(Status status) {
        return status != Status.UNDEF && held(status);
    }

    private static boolean differs(Rid rid, ServiceFile old, ServiceFile next) {
        return next.sections().containsKey(rid) && !old.service().resource(rid).is(Flag.DISABLE)
                && !(next.sections().get(rid).equals(old.sections().get(rid))
                && next.defaults().equals(old.defaults()));
    }

    private Status status(Unit unit, Rid rid, Deadline deadline) {
        try {
            return prober.one(unit, rid, deadline).status();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Status.UNDEF;
        }
    }

    /** What cannot be read may be there. */
    private Set<Rid> read(Unit unit) {
        try {
            Set<Rid> started = started(unit);
            return prober.read(unit).entrySet().stream()
                    .filter(read -> started.contains(read.getKey()))
                    .filter(read -> held(read.getValue().status()))
                    .map(Map.Entry::getKey).collect(Collectors.toSet());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return started(unit);
        }
    }

    /** What only runs and ends is not up here in any file's sense. */
    private static Set<Rid> started(Unit unit) {
        return unit.file().service().resources().stream().filter(one -> one.group().started())
                .map(Resource::rid).collect(Collectors.toSet());
    }

    private static boolean held(Status status) {
        return switch (status) {
            case UP, WARN, STDBY_UP, UP_AND_STDBY, UNDEF -> true;
            case DOWN, NA, STDBY_DOWN, DOWN_AND_STDBY -> false;
        };
    }
}
