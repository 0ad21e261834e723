package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.understudy.core.Plan;
import org.understudy.core.Plans;
import org.understudy.driver.DriverException;
import org.understudy.driver.ServiceResources;
import org.understudy.exec.Deadline;
import org.understudy.model.Action;
import org.understudy.model.Event;
import org.understudy.model.Rid;
import org.understudy.model.Rules.MonitorAction;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/** The hands: carries actions out on other threads and reports each end as an event. */
final class Workers implements Action.Hands {
    private static final Duration TRIGGER_LIMIT = Duration.ofMinutes(2);

    private final Units units;
    private final Walk.Surroundings around;
    private final Fencer fencer;
    private final Reset reset;

    Workers(Units units, Walk.Surroundings around, Fencer fencer, Reset reset) {
        this.units = units;
        this.around = around;
        this.fencer = fencer;
        this.reset = reset;
    }

    @Override
    public void start(Action.Start action) {
        act(action.service(), action.word(), this::up);
    }

    @Override
    public void stop(Action.Stop action) {
        act(action.service(), action.word(), unit -> down(unit, action.standby()));
    }

    @Override
    public void restart(Action.Restart action) {
        act(action.service(), action.word(), unit -> {
            List<String> wrong = down(unit, false);
            return wrong.isEmpty() ? up(unit) : wrong;
        });
    }

    /** What does not come up again is left as it is: there is nothing to go back to. */
    @Override
    public void recover(Action.Recover action) {
        act(action.service(), action.word(), unit -> new Walk(unit, Walk.Way.START, around)
                .through(Plans.recover(unit.file().service(), action.rids())));
    }

    @Override
    public void toc(Action.Toc action) {
        act(action.service(), action.word(), unit -> down(unit, false));
    }

    @Override
    public void reset(Action.Reset action) {
        act(action.service(), action.word(), unit -> reset.now(action.how(), action.why()));
    }

    @Override
    public void fence(Action.Fence action) {
        fencer.fence(action.node());
    }

    /** It is part of what the agent remembers, which is written down after every round. */
    @Override
    public void freeze(Action.Freeze action) {
        // The loop remembers it, and has written down that it changed.
    }

    @Override
    public void announce(Action.Announce action) {
        // The beats announce it, and the decision has been written down.
    }

    private interface Work {
        List<String> on(Unit unit) throws InterruptedException;
    }

    private void act(ServiceName name, String verb, Work work) {
        units.turn(name);
        boolean begun = handOut(() -> {
            long begin = System.nanoTime();
            around.chronicle().actionBegins(name, verb);
            List<String> wrong = done(name, work);
            around.chronicle().actionEnds(name, verb,
                    Duration.ofNanos(System.nanoTime() - begin), wrong);
            end(name, wrong);
        });
        if (!begun) {
            end(name, List.of("no worker is free to " + verb + " it"));
        }
    }

    private List<String> done(ServiceName name, Work work) {
        List<Unit> unit = new ArrayList<>();
        units.find(name).ifPresent(unit::add);
        if (unit.isEmpty()) {
            return List.of(name + " is not configured here any more");
        }
        try {
            around.memory().before(around.chronicle());
            return work.on(unit.get(0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("interrupted");
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

    private List<String> up(Unit unit) throws InterruptedException {
        if (unit.leaves()) {
            return List.of("not started: its file is gone or leaves this node out");
        }
        Service service = unit.file().service();
        Walk walk = new Walk(unit, Walk.Way.START, around);
        Optional<String> refused = walk.refused();
        if (refused.isPresent()) {
            return List.of("not started: " + refused.get());
        }
        List<String> wrong = between(unit, "start", () -> walk.through(Plans.start(service)));
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

    private List<String> down(Unit unit, boolean standby) throws InterruptedException {
        Walk walk = new Walk(unit, Walk.Way.STOP, around);
        List<String> wrong = between(unit, "stop",
                () -> walk.through(Plans.stop(unit.file().service(), standby)));
        List<String> fenced = selfFence(unit, walk.failed());
        return Stream.concat(wrong.stream(), fenced.stream()).toList();
    }

    /** What does not stop here may start elsewhere only once this machine has ended. */
    private List<String> selfFence(Unit unit, Set<Rid> failed) {
        List<Rid> meant = failed.stream().filter(rid -> unit.resources().stopFailed(rid)
                == ServiceResources.StopFailed.SELF_FENCE).toList();
        return meant.isEmpty() ? List.of() : reset.now(MonitorAction.REBOOT,
                unit.file().service().name() + ": " + meant
                        + " did not stop, and stop_failed is self_fence");
    }

    /** What the file wants before and after the whole; a blocking one that fails is a failure. */
    private static List<String> between(Unit unit, String action, Supplier<List<String>> work)
            throws InterruptedException {
        try {
            unit.resources().before(action, Deadline.in(TRIGGER_LIMIT));
            List<String> wrong = work.get();
            if (wrong.isEmpty()) {
                unit.resources().after(action, Deadline.in(TRIGGER_LIMIT));
            }
            return wrong;
        } catch (DriverException refused) {
            return List.of(refused.getMessage());
        }
    }
}
