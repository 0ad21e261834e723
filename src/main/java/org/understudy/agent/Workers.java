package org.understudy.agent;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.understudy.core.Plan;
import org.understudy.core.Plans;
import org.understudy.model.Action;
import org.understudy.model.Event;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/** The hands: carries actions out on other threads and reports each end as an event. */
final class Workers implements Action.Hands {
    private final Units units;
    private final Walk.Surroundings around;
    private final Fencer fencer;
    private final Frozen frozen;
    /** One after the other: the last wish is the one that stays on disk. */
    private final ExecutorService flags = Threads.few("flags", 1);

    Workers(Units units, Walk.Surroundings around, Fencer fencer, Frozen frozen) {
        this.units = units;
        this.around = around;
        this.fencer = fencer;
        this.frozen = frozen;
    }

    @Override
    public void start(Action.Start action) {
        act(action.service(), "start", this::up);
    }

    @Override
    public void stop(Action.Stop action) {
        act(action.service(), "stop", this::down);
    }

    @Override
    public void fence(Action.Fence action) {
        fencer.fence(action.node());
    }

    @Override
    public void freeze(Action.Freeze action) {
        flags.execute(() -> {
            try {
                frozen.set(action.service(), action.frozen());
            } catch (UncheckedIOException e) {
                around.chronicle().write("freeze.failed", "service", action.service(),
                        "detail", e.toString());
            }
        });
    }

    @Override
    public void announce(Action.Announce action) {
        // The beats announce it, and the decision has been written down.
    }

    private interface Work {
        List<String> on(Unit unit);
    }

    private void act(ServiceName name, String verb, Work work) {
        units.turn(name);
        boolean begun = handOut(() -> {
            long begin = System.nanoTime();
            around.chronicle().actionBegins(name, verb);
            List<String> wrong = units.find(name).map(work::on)
                    .orElse(List.of(name + " is not configured here any more"));
            around.chronicle().actionEnds(name, verb,
                    Duration.ofNanos(System.nanoTime() - begin), wrong);
            end(name, wrong);
        });
        if (!begun) {
            end(name, List.of("no worker is free to " + verb + " it"));
        }
    }

    private void end(ServiceName name, List<String> wrong) {
        units.turn(name);
        around.inbox().accept(
                new Event.Ended(name, wrong.isEmpty(), String.join("; ", wrong)));
        units.find(name).ifPresent(around.prober()::begin);
    }

    private boolean handOut(Runnable work) {
        try {
            ExecutorService workers = around.workers();
            workers.execute(work);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    private List<String> up(Unit unit) {
        Service service = unit.file().service();
        Walk walk = new Walk(unit, Walk.Way.START, around);
        List<String> wrong = walk.through(Plans.start(service));
        if (!wrong.isEmpty() && service.rollback()) {
            undo(unit, walk.changed());
        }
        return wrong;
    }

    private void undo(Unit unit, Set<Rid> changed) {
        Service service = unit.file().service();
        around.chronicle().write("rollback.begin", "service", service.name(), "rids", changed);
        Plan plan = Plans.undo(service, changed);
        List<String> wrong = new Walk(unit, Walk.Way.STOP, around).through(plan);
        around.chronicle().write("rollback.end", "service", service.name(), "result",
                wrong.isEmpty() ? "ok" : "failed", "detail", String.join("; ", wrong));
    }

    private List<String> down(Unit unit) {
        return new Walk(unit, Walk.Way.STOP, around)
                .through(Plans.stop(unit.file().service()));
    }
}
