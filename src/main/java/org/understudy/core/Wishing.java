package org.understudy.core;

import java.util.Optional;
import java.util.function.Predicate;
import org.understudy.model.Action;
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
        return switch (request.goal()) {
            case STARTED -> startHere();
            case STOPPED -> stopHere(request);
            case FROZEN -> freeze(true, "frozen by " + request.author());
            case THAWED -> freeze(false, "thawed by " + request.author());
            case CLEARED, PLACED -> Ruling.hold(Rule.ASKED,
                    request.goal().word() + " by " + request.author());
        };
    }

    /** An operator is told at once what forbids a start, rather than left to wait for it. */
    private Ruling startHere() {
        Ruling ruling = new Starting(view, local).here();
        boolean refused = ruling.rule() == Rule.ELSEWHERE || ruling.rule() == Rule.NEEDS_OPERATOR;
        return refused ? new Ruling(Rule.REFUSED, ruling.actions(), ruling.reason()) : ruling;
    }

    /** Where the cluster would start it again by itself, stopping it here also freezes it here. */
    private Ruling stopHere(Request request) {
        boolean wouldStart = local.service().orchestrate() != Orchestrate.NO;
        if (wouldStart && !local.frozen()) {
            return freeze(true, "stopped here by " + request.author() + ": frozen first");
        }
        return Ruling.act(Rule.ASKED, new Action.Stop(name), "stopped here by " + request.author());
    }

    private Ruling everywhere(Target target) {
        String by = target.goal().word() + target.to().map(node -> "@" + node).orElse("")
                + " wanted by " + target.author();
        return switch (target.goal()) {
            case STARTED -> started(by);
            case STOPPED -> stopped(by);
            case FROZEN -> freeze(true, by);
            case THAWED -> freeze(false, by);
            case CLEARED -> Ruling.hold(Rule.ASKED, by);
            case PLACED -> placed(target, by);
        };
    }

    /** Thawed, stopped where it is not to be, then started where it is. */
    private Ruling placed(Target target, String by) {
        if (local.frozen()) {
            return freeze(false, by);
        }
        if (target.to().filter(view.self().node()::equals).isPresent()) {
            return Aggregate.avail(local) == Status.UP ? new Starting(view, local).up()
                    : new Starting(view, local).here();
        }
        return Settling.stopped(Beats.instance(view, local).avail())
                ? Ruling.hold(Rule.ASKED, by + "; stopped here")
                : Ruling.act(Rule.ASKED, new Action.Stop(name), by);
    }

    private Ruling started(String by) {
        if (local.frozen()) {
            return freeze(false, by);
        }
        Optional<NodeName> waits = first(instance -> instance.frozen());
        if (waits.isPresent()) {
            return Ruling.hold(Rule.ASKED, by + "; waiting until " + waits.get() + " thaws it");
        }
        if (Aggregate.avail(local) == Status.UP) {
            return new Starting(view, local).up();
        }
        if (Aggregate.avail(local) == Status.WARN && !local.is(Monitor.START_FAILED)) {
            return new Starting(view, local).here();
        }
        return Placement.joined(view) ? new Starting(view, local).asLeader()
                : Ruling.hold(Rule.WAITING, Joining.awaited(view));
    }

    private Ruling stopped(String by) {
        if (!local.frozen()) {
            return freeze(true, by);
        }
        Optional<NodeName> waits = first(instance -> !instance.frozen());
        if (waits.isPresent()) {
            return Ruling.hold(Rule.ASKED, by + "; waiting until " + waits.get() + " freezes it");
        }
        return Settling.stopped(Aggregate.told(local))
                || local.is(Monitor.STOP_FAILED)
                ? Ruling.hold(Rule.ASKED, by + "; stopped here")
                : Ruling.act(Rule.ASKED, new Action.Stop(name), by);
    }

    private Optional<NodeName> first(Predicate<Instance> waits) {
        return view.others(local.service()).stream()
                .filter(node -> Liveness.alive(view, node))
                .filter(node -> view.told(node, name).filter(waits).isPresent()).findFirst();
    }

    private Ruling freeze(boolean frozen, String why) {
        return local.frozen() == frozen ? Ruling.hold(Rule.ASKED, why)
                : Ruling.act(Rule.ASKED, new Action.Freeze(name, frozen), why);
    }
}
