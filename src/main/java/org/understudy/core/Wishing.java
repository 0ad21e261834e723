package org.understudy.core;

import java.util.Optional;
import java.util.function.Predicate;
import org.understudy.model.Action;
import org.understudy.model.Goal;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.Target;
import org.understudy.model.Terms;
import org.understudy.model.View;

/** What to do for an operator's wish: for this node alone, or one that all nodes work towards. */
final class Wishing {
    private final View view;
    private final Local local;
    private final ServiceName name;

    Wishing(View view, Local local) {
        this.view = view;
        this.local = local;
        this.name = local.service().name();
    }

    /** Empty when nobody wishes anything. */
    Optional<Ruling> ruling() {
        return local.request().map(this::here)
                .or(() -> local.target().current().map(this::everywhere));
    }

    private Ruling here(Request request) {
        if (request.part().isPresent()) {
            return new Partly(view, local, request).ruling();
        }
        return switch (request.goal()) {
            case STARTED -> startHere(request);
            case STOPPED, SHUTDOWN -> stopHere(request);
            case RESTARTED -> restartHere(request);
            case FROZEN -> freeze(request.terms(), request.author(), 0,
                    "frozen by " + request.author());
            case THAWED -> thaw(0, "thawed by " + request.author());
            case CLEARED, PLACED, ABORTED -> Ruling.hold(Rule.ASKED,
                    request.goal().word() + " by " + request.author());
        };
    }

    /** An operator is told at once what forbids a start, rather than left to wait for it. */
    private Ruling startHere(Request request) {
        if (Settling.arrived(local) && Settling.frozenByStop(local)) {
            return thaw(0, "started here by " + request.author() + ": cared for again");
        }
        Ruling ruling = new Starting(view, local, false).here();
        boolean refused = ruling.rule() == Rule.ELSEWHERE || ruling.rule() == Rule.NEEDS_OPERATOR;
        return refused ? new Ruling(Rule.REFUSED, ruling.actions(), ruling.reason()) : ruling;
    }

    /** Where the cluster would start it again by itself, stopping it here also freezes it here. */
    private Ruling stopHere(Request request) {
        boolean wouldStart = local.service().orchestrate() != Orchestrate.NO;
        if (wouldStart && !local.frozen()) {
            return Ruling.act(Rule.ASKED, new Action.Freeze(name, Optional.of(request.terms()
                    .freeze(request.author(), view.now()).byStop()), 0),
                    "stopped here by " + request.author() + ": frozen first");
        }
        return Ruling.act(Rule.ASKED, new Action.Stop(name, request.goal() == Goal.SHUTDOWN),
                "stopped here by " + request.author());
    }

    private Ruling restartHere(Request request) {
        return Elsewhere.up(Aggregate.avail(local))
                ? Ruling.act(Rule.ASKED, new Action.Restart(name),
                        "restarted here by " + request.author())
                : Ruling.hold(Rule.REFUSED, Obstacles.absent(local));
    }

    private Ruling everywhere(Target target) {
        String by = target.goal().word() + target.to().map(node -> "@" + node).orElse("")
                + " wanted by " + target.author();
        return switch (target.goal()) {
            case STARTED -> started(target, by);
            case STOPPED, SHUTDOWN -> stopped(target, by);
            case RESTARTED -> restarted(target, by);
            case FROZEN -> freeze(target.terms(), target.author(), target.number(), by);
            case THAWED -> thaw(target.number(), by);
            case CLEARED, ABORTED -> Posture.rests(local, Rule.ASKED, by);
            case PLACED -> placed(target, by);
        };
    }

    /** Thawed, stopped where it is not to be, then started where it is. */
    private Ruling placed(Target target, String by) {
        if (local.service().rules().flexible()) {
            return rearranged(target, by);
        }
        if (local.frozen()) {
            return thaw(target.number(), by);
        }
        if (target.to().filter(view.self().node()::equals).isPresent()) {
            return Aggregate.avail(local) == Status.UP ? new Unasked(view, local).up()
                    : Obstacles.parents(view, local)
                            .orElseGet(() -> new Starting(view, local, false).here());
        }
        return Settling.stopped(Aggregate.told(local))
                ? Posture.rests(local, Rule.ASKED, by + "; stopped here")
                : Obstacles.children(view, local).orElseGet(() -> awaited(target, by));
    }

    /** Of several instances one is started or stopped at a time, once all nodes know. */
    private Ruling rearranged(Target target, String by) {
        if (local.frozen()) {
            return thaw(target.number(), by);
        }
        Optional<NodeName> behind = first(there -> there.frozen()
                || there.wishes() < target.number());
        if (behind.isPresent()) {
            return Posture.rests(local, Rule.ASKED, by + "; waiting until " + behind.get()
                    + " has taken it in");
        }
        if (Elsewhere.busy(view, name)) {
            return Posture.rests(local, Rule.ASKED, by + "; one node after the other");
        }
        Rearranging all = new Rearranging(view, local, target.to());
        Optional<Rearranging.Move> next = all.next();
        String why = by + "; up on " + all.up() + ", wanted on " + all.wanted();
        if (next.filter(move -> move.node().equals(view.self().node())).isEmpty()) {
            return Posture.rests(local, Rule.ASKED, next.map(move -> why + ": " + move.words())
                    .orElse(by));
        }
        return !next.get().starts() ? Ruling.act(Rule.ASKED, new Action.Stop(name, false), why)
                : Obstacles.here(local).map(ruling -> Posture.rests(local, ruling))
                        .or(() -> Obstacles.parents(view, local))
                        .orElseGet(() -> Ruling.act(Rule.TAKES_OVER,
                                new Action.Start(name, false, true), why));
    }

    /** Not stopped here before the other node has taken the wish up. */
    private Ruling awaited(Target target, String by) {
        boolean taken = target.to().flatMap(to -> Elsewhere.instance(view, name, to))
                .filter(there -> there.wishes() >= target.number() && !there.frozen())
                .isPresent();
        return taken ? Ruling.act(Rule.ASKED, new Action.Stop(name, false), by)
                : Posture.rests(local, Rule.ASKED, by + "; waiting until it has taken that in");
    }

    /** One node after the other, in the order of the file. */
    private Ruling restarted(Target target, String by) {
        boolean up = Elsewhere.up(Aggregate.avail(local));
        if (!up || local.care().restarted() >= target.number()) {
            return Posture.rests(local, Rule.ASKED, by + (up ? "; restarted here"
                    : "; it is not up here"));
        }
        Optional<NodeName> prior = local.service().nodes().stream()
                .takeWhile(node -> !node.equals(view.self().node()))
                .filter(node -> Elsewhere.instance(view, name, node)
                        .filter(there -> Settling.restarts(there, target)).isPresent())
                .findFirst();
        return prior.map(node -> Posture.waits(local, Monitor.WAIT_PRIORS, Rule.ASKED,
                        by + "; waiting until it is restarted on " + node))
                .orElseGet(() -> Ruling.act(Rule.ASKED, new Action.Restart(name), by));
    }

    private Ruling started(Target target, String by) {
        if (local.frozen()) {
            return thaw(target.number(), by);
        }
        Optional<NodeName> waits = first(instance -> instance.frozen());
        if (waits.isPresent()) {
            return Posture.rests(local, Rule.ASKED, by + "; waiting until "
                    + waits.get() + " thaws it");
        }
        if (Aggregate.avail(local) == Status.UP) {
            return new Unasked(view, local).up();
        }
        if (local.service().rules().flexible()) {
            return new Flexing(view, local).started();
        }
        return Placement.joined(view) ? new Starting(view, local, false).asLeader()
                : Posture.rests(local, Rule.WAITING, Joining.awaited(view));
    }

    private Ruling stopped(Target target, String by) {
        if (!local.frozen()) {
            return freeze(target.terms(), target.author(), target.number(), by);
        }
        Optional<NodeName> waits = first(instance -> !instance.frozen());
        if (waits.isPresent()) {
            return Posture.rests(local, Rule.ASKED, by + "; waiting until "
                    + waits.get() + " freezes it");
        }
        boolean standby = target.goal() == Goal.SHUTDOWN;
        return Departing.gone(local, standby) || local.is(Monitor.STOP_FAILED)
                ? Posture.rests(local, Rule.ASKED, by + "; stopped here")
                : Obstacles.children(view, local).orElseGet(
                        () -> Ruling.act(Rule.ASKED, new Action.Stop(name, standby), by));
    }

    private Optional<NodeName> first(Predicate<Instance> waits) {
        return view.others(local.service()).stream()
                .filter(node -> Liveness.alive(view, node))
                .filter(node -> view.told(node, name).filter(waits).isPresent()).findFirst();
    }

    private Ruling freeze(Terms terms, String author, long ordered, String why) {
        return local.frozen() && !Settling.frozenByStop(local)
                ? Posture.rests(local, Rule.ASKED, why)
                : Ruling.act(Rule.ASKED, new Action.Freeze(name,
                        Optional.of(terms.freeze(author, view.now())), ordered), why);
    }

    private Ruling thaw(long ordered, String why) {
        return !local.frozen() ? Posture.rests(local, Rule.ASKED, why)
                : Ruling.act(Rule.ASKED, new Action.Freeze(name, Optional.empty(), ordered), why);
    }
}
