package org.understudy.core;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.understudy.model.Action;
import org.understudy.model.Care;
import org.understudy.model.Care.Tries;
import org.understudy.model.Decision;
import org.understudy.model.Fencing;
import org.understudy.model.Fencing.Phase;
import org.understudy.model.Freeze;
import org.understudy.model.Kept;
import org.understudy.model.Local;
import org.understudy.model.Local.Doing;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.Rules.MonitorAction;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.Target;
import org.understudy.model.View;

/** What taking a decision does to what this node knows, before any of its actions has ended. */
public final class Effects implements Action.Hands {
    private final SortedMap<ServiceName, Local> services;
    private View view;

    private Effects(View view) {
        this.view = view;
        this.services = new TreeMap<>(view.services());
    }

    /** The view once the decision's actions have been handed out. */
    public static View of(View before, Decision decision) {
        Effects effects = new Effects(before);
        List<Action> actions = decision.actions();
        actions.forEach(action -> action.to(effects));
        if (!actions.isEmpty()) {
            effects.view = effects.view.with(effects.services);
        }
        decision.rulings().forEach((name, ruling) -> {
            if (ruling.rule() == Rule.REFUSED) {
                effects.refuse(name, Settling.Verdict.refused(ruling));
            }
        });
        return Generations.after(before, effects.view);
    }

    private void refuse(ServiceName name, Settling.Verdict verdict) {
        Local local = view.services().get(name);
        local.request().ifPresent(
                request -> view = Settling.end(view, request.id(), verdict));
    }

    @Override
    public void start(Action.Start action) {
        Local starting = services.get(action.service());
        view.others(starting.service()).stream()
                .filter(node -> Exclusion.reserves(view, action.service(), node))
                .forEach(node -> view = Memories.shot(view, node));
        doing(action.service(), Monitor.STARTING);
        change(action.service(), local -> {
            Kept kept = local.kept();
            long last = local.care().lastTerm();
            Kept begun = kept.starting(view.self().machine());
            return local.with(local.care().term(action.proved() ? last + 1 : 0))
                    .with(!action.byItself() ? begun : begun.moved(
                            kept.moves().upTo(kept.moves().count() + 1, view.now())));
        });
    }

    @Override
    public void stop(Action.Stop action) {
        doing(action.service(), Monitor.STOPPING);
        change(action.service(), local -> local.with(local.care().expected(false)));
    }

    @Override
    public void restart(Action.Restart action) {
        doing(action.service(), Monitor.RESTARTING);
        change(action.service(), local -> local.with(local.care()
                .restarted(local.target().current().map(Target::number)
                        .orElse(local.care().restarted())).expected(false)));
    }

    @Override
    public void recover(Action.Recover action) {
        doing(action.service(), Monitor.REPAIRING);
        change(action.service(), local -> {
            SortedMap<Rid, Tries> tries = new TreeMap<>(local.care().tries());
            action.rids().forEach(rid -> tries.merge(rid, new Tries(1, view.now()),
                    (old, one) -> new Tries(old.count() + 1, view.now())));
            return local.with(local.care().tries(tries));
        });
    }

    /** What is up already keeps its claim; what an operator stops is not to be up any more. */
    @Override
    public void partial(Action.Partial action) {
        Monitor state = switch (action.way()) {
            case START -> Monitor.STARTING;
            case STOP -> Monitor.STOPPING;
            case RESTART -> Monitor.RESTARTING;
        };
        change(action.service(), local -> local.doing(new Doing(state, view.now(), 0, "",
                Optional.of(action))).with(cared(local, action)));
    }

    private static Care cared(Local local, Action.Partial action) {
        Care care = local.care();
        return switch (action.way()) {
            case START -> care.expected() || Partly.shared(local, action.choice()) ? care
                    : care.term(action.proved() ? care.lastTerm() + 1 : 0);
            case STOP -> care.expected(false);
            case RESTART -> care;
        };
    }

    /** It goes on until it has ended; it is not told twice. */
    @Override
    public void abort(Action.Abort action) {
        change(action.service(), local -> local.doing(
                local.monitor().aborted("aborted by " + action.author())));
    }

    @Override
    public void toc(Action.Toc action) {
        Optional<Freeze> freeze = action.how() != MonitorAction.FREEZESTOP ? Optional.empty()
                : Optional.of(new Freeze(view.self().node().value(), action.why(),
                        view.now(), Optional.empty()));
        change(action.service(), local -> local
                .with(freeze.isEmpty() ? local.kept() : local.kept().frozen(freeze))
                .with(local.care().expected(false))
                .doing(new Doing(Monitor.TOCING, view.now(), 0, action.why())));
    }

    @Override
    public void reset(Action.Reset action) {
        change(action.service(), local -> local.doing(new Doing(
                action.stops() ? Monitor.STOPPING : Monitor.TOCING, view.now(), 0,
                action.stops() ? "" : action.why())));
    }

    @Override
    public void announce(Action.Announce action) {
        doing(action.service(), action.state());
    }

    @Override
    public void freeze(Action.Freeze action) {
        change(action.service(), local -> local.with(
                local.kept().frozen(action.freeze()).ordered(action.ordered())));
    }

    @Override
    public void fence(Action.Fence action) {
        NodeName node = action.node();
        Fencing last = view.fencings().get(node);
        String machine = view.peer(node).beat().map(b -> b.machine()).orElse("");
        int attempts = last == null ? 1 : last.attempts() + 1;
        // Where no ruling says why, the operator who asked for it is named.
        String why = last != null && last.phase() == Phase.ASKED ? last.detail() : "";
        view = Memories.shot(view, node).with(node,
                new Fencing(Phase.RUNNING, attempts, view.now(), why, machine));
    }

    private void doing(ServiceName service, Monitor state) {
        change(service,
                local -> local.doing(new Doing(state, view.now(), 0, "")));
    }

    private void change(ServiceName service, UnaryOperator<Local> how) {
        services.computeIfPresent(service, (name, local) -> how.apply(local));
    }
}
