package org.understudy.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Event;
import org.understudy.model.Freeze;
import org.understudy.model.Goal;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request;
import org.understudy.model.Ruling;
import org.understudy.model.Status;
import org.understudy.model.Target;
import org.understudy.model.View;
import org.understudy.model.Wish;
import org.understudy.model.Wish.State;

/** Whether operators' wishes are reached, failed, or out of time; settled ones leave nothing. */
final class Settling {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int REMEMBERED = 64;
    private static final int MOST_PENDING = 256;

    private Settling() {
    }

    /** The view with every wish that is over marked so. */
    static View of(View view) {
        SortedMap<String, Verdict> verdicts = new TreeMap<>();
        for (Local local : view.services().values()) {
            local.request().ifPresent(request -> verdicts.put(request.id(),
                    here(local, request)));
            local.target().current().ifPresent(target -> verdicts.put(target.id(),
                    everywhere(view, local, target)));
        }
        return withoutOrphans(ended(view, verdicts));
    }

    /** A wish that another node has settled, or that a later one replaced, is over as well. */
    private static View withoutOrphans(View view) {
        View next = view;
        for (Wish wish : view.wishes()) {
            Local local = view.services().get(wish.request().service());
            if (wish.state() == State.PENDING && !carried(local, wish.request())) {
                next = end(next, wish.request().id(), orphaned(view, local, wish.request()));
            }
        }
        return next;
    }

    private static boolean carried(Local local, Request request) {
        return local != null && switch (request.scope()) {
            case LOCAL -> local.request().filter(request::equals).isPresent();
            case CLUSTER -> local.target().current()
                    .filter(target -> target.id().equals(request.id())).isPresent();
        };
    }

    /** Judged from what is heard, which may take another beat; a later wish ends it at once. */
    private static Verdict orphaned(View view, Local local, Request request) {
        if (local == null) {
            return Verdict.failed("it is not configured here any more");
        }
        boolean cluster = request.scope() == Request.Scope.CLUSTER;
        Optional<String> abort = cluster ? Optional.empty() : aborter(local);
        if (abort.isPresent()) {
            return Verdict.failed("aborted by " + abort.get());
        }
        if (cluster ? local.target().current().isPresent() : local.request().isPresent()) {
            return Verdict.failed(aborter(local).map("aborted by "::concat)
                    .orElse("a later wish replaced it"));
        }
        if (cluster && request.goal() == Goal.STARTED
                && Elsewhere.heard(view, local).stream().anyMatch(Settling::stuck)) {
            return Verdict.failed(failures(view, local, Monitor.START_FAILED));
        }
        return cluster ? everywhere(view, local, asTarget(request)) : here(local, request);
    }

    /** Who wants no earlier wish to hold any more. */
    static Optional<String> aborter(Local local) {
        return local.request().filter(one -> one.goal() == Goal.ABORTED).map(Request::author)
                .or(() -> local.target().current().filter(one -> one.goal() == Goal.ABORTED)
                        .map(Target::author));
    }

    private static Target asTarget(Request request) {
        return new Target(0, request.id(), request.author(), request.goal(), request.to(),
                request.terms());
    }

    /** Takes in one more request, pending; the oldest settled ones are forgotten. */
    static View asked(View view, Request request) {
        return noted(view, new Wish(request, State.PENDING, view.now(), ""));
    }

    /** One that cannot be followed is refused; none that is pending is given up for it. */
    static Optional<View> refused(View view, Request request) {
        long pending = view.wishes().stream()
                .filter(wish -> wish.state() == State.PENDING).count();
        Local local = view.services().get(request.service());
        boolean back = request.goal() == Goal.PLACED && request.to().isEmpty() && local != null
                && !local.service().rules().flexible();
        Optional<String> why = pending >= MOST_PENDING ? Optional.of(pending + " wishes are"
                + " pending on " + view.self().node() + " already: ask again when some are over")
                : back ? Placement.stays(view, local) : Unseen.words(view, local, request);
        return why.map(words -> noted(view,
                new Wish(request, State.REFUSED, view.now(), words)));
    }

    private static View noted(View view, Wish wish) {
        List<Wish> wishes = new ArrayList<>(view.wishes());
        long settled = wishes.stream().filter(one -> one.state() != State.PENDING).count();
        if (settled >= REMEMBERED) {
            wishes.stream().filter(one -> one.state() != State.PENDING).findFirst()
                    .ifPresent(wishes::remove);
        }
        wishes.add(wish);
        return view.with(wishes);
    }

    /** Ends whatever carries this id, if the verdict is an end. */
    static View end(View view, String id, Verdict verdict) {
        return ended(view, new TreeMap<>(Map.of(id, verdict)));
    }

    /** All of them in one go, by id. */
    private static View ended(View view, SortedMap<String, Verdict> verdicts) {
        SortedMap<String, Verdict> over = new TreeMap<>();
        verdicts.forEach((id, verdict) -> {
            Verdict last = verdict.state() == State.PENDING && late(view, id) ? new Verdict(
                    State.FAILED, "not reached within " + Words.of(PATIENCE)) : verdict;
            if (last.state() != State.PENDING) {
                over.put(id, last);
            }
        });
        if (over.isEmpty()) {
            return view;
        }
        return view.with(view.wishes().stream().map(wish -> wish.state() == State.PENDING
                && over.containsKey(wish.request().id())
                        ? over.get(wish.request().id()).of(wish) : wish).toList())
                .each(local -> without(local, over.keySet()));
    }

    private static Local without(Local local, Set<String> over) {
        Local next = local.request().filter(r -> over.contains(r.id())).isPresent()
                ? local.asked(Optional.empty()) : local;
        return next.target().current().filter(t -> over.contains(t.id())).isPresent()
                ? next.settled() : next;
    }

    private static boolean late(View view, String id) {
        return view.wishes().stream().anyMatch(wish -> wish.request().id().equals(id)
                && view.now().since(wish.since()).compareTo(PATIENCE) > 0);
    }

    /** How a wish stands: PENDING, REACHED, FAILED or REFUSED. */
    record Verdict(State state, String why) {
        static final Verdict PENDING = new Verdict(State.PENDING, "");
        static final Verdict REACHED = new Verdict(State.REACHED, "");

        static Verdict when(boolean reached) {
            return reached ? REACHED : PENDING;
        }

        Wish of(Wish wish) {
            return wish.to(state, why);
        }

        static Verdict failed(String why) {
            return new Verdict(State.FAILED, why);
        }

        static Verdict refused(Ruling ruling) {
            return new Verdict(State.REFUSED, ruling.reason());
        }
    }

    /** One about a part ends with its action. */
    private static Verdict here(Local local, Request request) {
        return request.part().isPresent() ? Verdict.PENDING : here(local, request.goal());
    }

    private static Verdict here(Local local, Goal goal) {
        if (local.monitor().state().busy() && goal != Goal.CLEARED) {
            return Verdict.PENDING;
        }
        return switch (goal) {
            case STARTED -> local.is(Monitor.START_FAILED) ? failed(local)
                    : Verdict.when(arrived(local) && !frozenByStop(local));
            case STOPPED, SHUTDOWN -> local.is(Monitor.STOP_FAILED) ? failed(local)
                    : Verdict.when(Departing.gone(local, goal == Goal.SHUTDOWN)
                            && (local.frozen()
                            || local.service().orchestrate() == Orchestrate.NO));
            case RESTARTED -> Verdict.PENDING;
            case FROZEN -> Verdict.when(local.frozen() && !frozenByStop(local));
            case THAWED -> Verdict.when(!local.frozen());
            case CLEARED, ABORTED -> Verdict.REACHED;
            case PLACED -> new Verdict(State.REFUSED, "a placement is for all nodes");
        };
    }

    /** Whether what keeps it frozen here is that it was stopped here, and nobody's wish. */
    static boolean frozenByStop(Local local) {
        return local.kept().freeze().filter(Freeze::ofStop).isPresent();
    }

    /** Whether a start here has come to its end; some of it may need care. */
    static boolean arrived(Local local) {
        return isUp(local) || local.care().expected() && started(local);
    }

    private static boolean isUp(Local local) {
        return Aggregate.avail(local) == Status.UP || Aggregate.avail(local) == Status.NA;
    }

    /** Whether a start that went well has brought what it should; some of it may need care. */
    static boolean started(Local local) {
        return isUp(local) || Aggregate.complete(local);
    }

    private static Verdict failed(Local local) {
        return Verdict.failed(local.monitor().failure());
    }

    /** Failures count of nodes only that know of the wish: it makes them try again. */
    private static Verdict everywhere(View view, Local local, Target target) {
        List<Instance> all = Elsewhere.heard(view, local);
        if (all.stream().anyMatch(i -> i.monitor().busy()) && target.goal() != Goal.CLEARED) {
            return Verdict.PENDING;
        }
        List<Instance> knowing =
                all.stream().filter(i -> i.wishes() >= target.number()).toList();
        return switch (target.goal()) {
            case STARTED -> started(view, local, all, knowing);
            case STOPPED, SHUTDOWN -> any(knowing, Monitor.STOP_FAILED)
                    ? Verdict.failed(failures(view, local, Monitor.STOP_FAILED))
                    : Circles.ofChildren(view, local).map(Verdict::failed).orElseGet(() ->
                            Verdict.when(all.stream().allMatch(i -> i.frozen() && stopped(i.avail())
                            && (target.goal() == Goal.STOPPED || !standby(i)))));
            case RESTARTED -> knowing.stream().anyMatch(i -> i.monitor() == Monitor.START_FAILED)
                    ? Verdict.failed(failures(view, local, Monitor.START_FAILED))
                    : Verdict.when(all.stream().noneMatch(i -> restarts(i, target)));
            case ABORTED -> Verdict.when(knowing.size() == all.size());
            case FROZEN -> Verdict.when(knowing.size() == all.size()
                    && all.stream().allMatch(Instance::frozen) && !frozenByStop(local));
            case THAWED -> Verdict.when(all.stream().noneMatch(Instance::frozen));
            case CLEARED -> Verdict.when(all.stream().noneMatch(Settling::hasFailed));
            case PLACED -> placed(view, local, target, knowing);
        };
    }

    private static boolean standby(Instance instance) {
        return instance.avail() == Status.STDBY_UP || instance.avail() == Status.DOWN_AND_STDBY;
    }

    /** Whether an instance is up and still to be restarted for that wish. */
    static boolean restarts(Instance there, Target target) {
        return Elsewhere.up(there.avail()) && there.past().restarted() < target.number()
                || there.monitor() == Monitor.RESTARTING;
    }

    /** A restart that an operator wanted of this node alone has ended. */
    static View restarted(View view, Event.Ended event) {
        Local local = view.services().get(event.service());
        Optional<Request> request = local == null ? Optional.empty()
                : local.request().filter(one -> one.goal() == Goal.RESTARTED);
        return request.isEmpty() ? view : end(view, request.get().id(),
                local.monitor().state().failed() ? failed(local) : Verdict.REACHED);
    }

    private static boolean any(List<Instance> instances, Monitor state) {
        return instances.stream().anyMatch(i -> i.monitor() == state);
    }

    private static Verdict started(View view, Local local, List<Instance> all,
            List<Instance> knowing) {
        if (all.stream().noneMatch(Instance::frozen)
                && (all.stream().anyMatch(i -> i.avail() == Status.UP)
                || local.care().expected() && started(local))) {
            return Verdict.REACHED;
        }
        Optional<String> circle = Circles.ofParents(view, local);
        if (circle.isPresent()) {
            return Verdict.failed(circle.get());
        }
        boolean allFailed = knowing.stream()
                .filter(i -> i.monitor() == Monitor.START_FAILED).count() == all.size();
        List<NodeName> partly = Elsewhere.nodes(view, local, i -> i.avail() == Status.WARN
                && i.monitor() != Monitor.START_FAILED);
        if (!partly.isEmpty() && !local.service().rules().flexible()) {
            return Verdict.failed(partly(local, partly));
        }
        return allFailed || knowing.stream().anyMatch(Settling::stuck)
                ? Verdict.failed(failures(view, local, Monitor.START_FAILED))
                : Verdict.PENDING;
    }

    /** Nothing is started beside it, and only a person can tell what becomes of it. */
    private static String partly(Local local, List<NodeName> nodes) {
        String there = "svcmgr -s " + local.service().name();
        return "partly up on " + Words.of(nodes) + ": nothing is started beside that; there, "
                + there + " start --local completes it and " + there + " stop --local ends it";
    }

    private static Verdict placed(View view, Local local, Target target,
            List<Instance> knowing) {
        if (local.service().rules().flexible()) {
            return rearranged(view, local, target, knowing);
        }
        if (target.to().isEmpty() && target.number() == 0) {
            return Verdict.when(knowing.stream().anyMatch(i -> i.avail() == Status.UP));
        }
        if (target.to().isEmpty()) {
            return Verdict.failed("no node can run it now");
        }
        NodeName to = target.to().get();
        boolean here = to.equals(view.self().node());
        if (!here && !Liveness.alive(view, to)) {
            return Verdict.failed(to + " is not heard");
        }
        Optional<Instance> there = here ? Optional.of(Beats.decisive(view, local))
                : view.told(to, local.service().name());
        if (there.filter(i -> i.avail() == Status.UP).isPresent()) {
            return Verdict.REACHED;
        }
        Optional<String> hindered = there.filter(i -> i.wishes() >= target.number()
                && !i.frozen() && !i.monitor().failed())
                .flatMap(i -> hindered(view, local, to));
        boolean ended = target.number() == 0;
        if (hindered.isPresent() && (ended || !stopped(Aggregate.told(local)))) {
            return Verdict.failed(hindered.get());
        }
        boolean startFailed = there.filter(i -> i.wishes() >= target.number()
                && i.monitor() == Monitor.START_FAILED).isPresent();
        return startFailed || any(knowing, Monitor.STOP_FAILED) ? new Verdict(State.FAILED,
                failures(view, local, startFailed ? Monitor.START_FAILED : Monitor.STOP_FAILED))
                : Verdict.PENDING;
    }

    /** Of one that runs on several nodes; while some are frozen, nobody can tell who could. */
    private static Verdict rearranged(View view, Local local, Target target,
            List<Instance> knowing) {
        Rearranging all = new Rearranging(view, local, target.to());
        if (any(knowing, Monitor.STOP_FAILED)) {
            return Verdict.failed(failures(view, local, Monitor.STOP_FAILED));
        }
        if (Elsewhere.heard(view, local).stream().anyMatch(Instance::frozen)) {
            return Verdict.PENDING;
        }
        Optional<String> hindered = target.to().filter(to -> !all.up().contains(to))
                .flatMap(to -> Placement.obstacles(view, local, to).stream().findFirst());
        if (hindered.isPresent()) {
            return Verdict.failed(hindered.get());
        }
        return all.wanted().isEmpty() ? Verdict.failed("no node can run it now")
                : Verdict.when(all.next().isEmpty());
    }

    /** Why it would not come up there: then it is not stopped here either. */
    private static Optional<String> hindered(View view, Local local, NodeName to) {
        return Placement.obstacles(view, local, to).stream().findFirst()
                .or(() -> new Starting(view, local, false).excluded().map(Ruling::reason));
    }

    /** A failed start that left something up: no other node may try. */
    private static boolean stuck(Instance instance) {
        return instance.monitor() == Monitor.START_FAILED && !stopped(instance.avail());
    }

    private static boolean hasFailed(Instance instance) {
        return instance.monitor().failed();
    }

    private static String failures(View view, Local local, Monitor kind) {
        List<NodeName> there = Elsewhere.nodes(view, local, i -> i.monitor() == kind);
        return kind.word() + " on " + (local.is(kind)
                ? view.self().node() + ": " + local.monitor().failure()
                : there.isEmpty() ? "another node of it" : Words.of(there));
    }

    /** Whether an instance with this avail holds nothing that another node could miss. */
    static boolean stopped(Status avail) {
        return switch (avail) {
            case DOWN, NA, STDBY_UP, STDBY_DOWN, DOWN_AND_STDBY -> true;
            case UP, WARN, UP_AND_STDBY, UNDEF -> false;
        };
    }
}
