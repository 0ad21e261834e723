package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
    private final Jobs jobs;
    private final Map<ServiceName, Run> runs = new ConcurrentHashMap<>();

    /** @param jobs end before anything of their service is stopped */
    Workers(Units units, Walk.Surroundings around, Fencer fencer, Reset reset, Jobs jobs) {
        this.jobs = jobs;
        this.units = units;
        this.around = around;
        this.fencer = fencer;
        this.reset = reset;
    }

    @Override
    public void start(Action.Start action) {
        act(action.service(), action.word(),
                (unit, run) -> up(unit, run, Plans.start(unit.file().service())));
    }

    @Override
    public void stop(Action.Stop action) {
        act(action.service(), action.word(), (unit, run) -> down(unit, run,
                Plans.stop(unit.file().service(), action.standby())));
    }

    @Override
    public void restart(Action.Restart action) {
        act(action.service(), action.word(), (unit, run) -> {
            Service service = unit.file().service();
            List<String> wrong = down(unit, run, Plans.stop(service, false));
            return wrong.isEmpty() ? up(unit, run, Plans.start(service)) : wrong;
        });
    }

    /** What does not come up again is left as it is: there is nothing to go back to. */
    @Override
    public void recover(Action.Recover action) {
        act(action.service(), action.word(), (unit, run) -> new Walk(unit, Walk.Way.START, around)
                .through(Plans.recover(unit.file().service(), action.rids())));
    }

    /** The triggers of the whole service are for the whole service. */
    @Override
    public void partial(Action.Partial action) {
        act(action.service(), action.word(), (unit, run) -> {
            Plan stop = Plans.stop(unit.file().service(), action.choice());
            Plan start = Plans.start(unit.file().service(), action.choice());
            return switch (action.way()) {
                case START -> brought(unit, run, start);
                case STOP -> taken(unit, run, stop);
                case RESTART -> {
                    List<String> wrong = taken(unit, run, stop);
                    yield wrong.isEmpty() ? brought(unit, run, start) : wrong;
                }
            };
        });
    }

    private List<String> brought(Unit unit, Run run, Plan plan) throws InterruptedException {
        Walk walk = new Walk(unit, Walk.Way.START, around);
        List<String> conflicts = new Conflicts(around).of(unit, Plans.steps(plan));
        return !conflicts.isEmpty() ? conflicts : undone(unit, run, walk, walk.through(plan));
    }

    private List<String> taken(Unit unit, Run run, Plan plan) throws InterruptedException {
        if (!Plans.steps(plan).isEmpty()) {
            jobs.close(unit);
        }
        Walk walk = new Walk(unit, Walk.Way.STOP, around);
        return stopped(unit, run, walk, new Stop(plan, walk.through(plan)));
    }

    @Override
    public void abort(Action.Abort action) {
        Run run = runs.get(action.service());
        if (run != null) {
            run.abort(action.author());
        }
    }

    @Override
    public void toc(Action.Toc action) {
        act(action.service(), action.word(), (unit, run) -> down(unit, run,
                Plans.stop(unit.file().service(), false)));
    }

    @Override
    public void reset(Action.Reset action) {
        act(action.service(), action.word(), (unit, run) -> {
            List<String> wrong = reset.now(action.how(), action.why());
            if (!action.stops()) {
                return wrong;
            }
            around.chronicle().write("node.reset_failed", "detail", String.join("; ", wrong));
            return down(unit, run, Plans.stop(unit.file().service(), false));
        });
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
        List<String> on(Unit unit, Run run) throws InterruptedException;
    }

    private void act(ServiceName name, String verb, Work work) {
        units.turn(name);
        Run run = new Run();
        runs.put(name, run);
        boolean begun = handOut(() -> {
            long begin = System.nanoTime();
            run.begin();
            around.chronicle().actionBegins(name, verb);
            List<String> wrong = ended(run, done(name, unit -> work.on(unit, run)));
            runs.remove(name, run);
            around.chronicle().actionEnds(name, verb,
                    Duration.ofNanos(System.nanoTime() - begin), wrong);
            end(name, wrong);
        });
        if (!begun) {
            end(name, List.of("no worker is free to " + verb + " it"));
        }
    }

    /** Who ended it early is why. */
    private static List<String> ended(Run run, List<String> wrong) {
        String by = run.close();
        return wrong.isEmpty() || by.isEmpty() ? wrong
                : Stream.concat(Stream.of(by), wrong.stream()).toList();
    }

    /** What is done to a service. */
    private interface Deed {
        List<String> to(Unit unit) throws InterruptedException;
    }

    private List<String> done(ServiceName name, Deed deed) {
        List<Unit> unit = new ArrayList<>();
        units.find(name).ifPresent(unit::add);
        if (unit.isEmpty()) {
            return List.of(name + " is not configured here any more");
        }
        try {
            around.memory().before(around.chronicle());
            return deed.to(unit.get(0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("interrupted");
        }
    }

    private void end(ServiceName name, List<String> wrong) {
        jobs.open(name);
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

    private List<String> up(Unit unit, Run run, Plan plan) throws InterruptedException {
        if (unit.leaves()) {
            return List.of("not started: its file is gone or leaves this node out");
        }
        Walk walk = new Walk(unit, Walk.Way.START, around);
        Optional<String> refused = walk.refused();
        if (refused.isPresent()) {
            return List.of("not started: " + refused.get());
        }
        List<String> conflicts = new Conflicts(around).of(unit, Plans.steps(plan));
        return !conflicts.isEmpty() ? conflicts
                : undone(unit, run, walk, between(unit, "start", () -> walk.through(plan)));
    }

    /** A start that failed, or that somebody wants no more, leaves nothing behind. */
    private List<String> undone(Unit unit, Run run, Walk walk, List<String> wrong) {
        if (wrong.isEmpty() || !unit.file().service().rollback()) {
            return wrong;
        }
        run.close();
        Set<Rid> changed = new TreeSet<>(walk.changed());
        List<String> left = undo(unit, changed);
        String end = changed.isEmpty() ? "nothing to undo"
                : left.isEmpty() ? "undone: " + words(changed)
                : "not all undone: " + String.join(", ", left);
        return Stream.concat(wrong.stream(), Stream.of(end)).toList();
    }

    private static String words(Collection<Rid> rids) {
        return rids.stream().map(Rid::value).collect(Collectors.joining(", "));
    }

    private List<String> undo(Unit unit, Set<Rid> changed) {
        Service service = unit.file().service();
        around.chronicle().write("rollback.begin", "service", service.name(), "rids", changed);
        Plan plan = Plans.undo(service, changed);
        List<String> wrong = new Walk(unit, Walk.Way.STOP, around).through(plan);
        around.chronicle().write("rollback.end", "service", service.name(), "result",
                wrong.isEmpty() ? "ok" : "failed", "detail", String.join("; ", wrong));
        return wrong;
    }

    private List<String> down(Unit unit, Run run, Plan plan) throws InterruptedException {
        jobs.close(unit);
        Walk walk = new Walk(unit, Walk.Way.STOP, around);
        return stopped(unit, run, walk,
                new Stop(plan, between(unit, "stop", () -> walk.through(plan))));
    }

    /** What was to be stopped, and what went wrong with it. */
    private record Stop(Plan plan, List<String> wrong) {
    }

    /** What an operator ended is left as it is; nobody's machine ends for that. */
    private List<String> stopped(Unit unit, Run run, Walk walk, Stop stop) {
        if (stop.wrong().isEmpty()) {
            return List.of();
        }
        List<Rid> left = new ArrayList<>(Plans.steps(stop.plan()));
        left.removeAll(walk.done());
        List<String> all = new ArrayList<>(stop.wrong());
        if (!left.isEmpty()) {
            all.add("not stopped: " + words(left));
        }
        all.addAll(run.aborted() ? List.of() : selfFence(unit, walk.failed()));
        return all;
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
    private static List<String> between(Unit unit, String action, Supplier<List<String>> work) {
        try {
            unit.resources().before(action, Deadline.in(TRIGGER_LIMIT));
            List<String> wrong = work.get();
            if (wrong.isEmpty()) {
                unit.resources().after(action, Deadline.in(TRIGGER_LIMIT));
            }
            return wrong;
        } catch (DriverException refused) {
            return List.of(refused.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(action + " of all of it: interrupted");
        }
    }
}
