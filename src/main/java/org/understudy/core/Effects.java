package org.understudy.core;

import org.understudy.model.Action;
import org.understudy.model.Decision;
import org.understudy.model.Fencing;
import org.understudy.model.Fencing.Phase;
import org.understudy.model.Local;
import org.understudy.model.Local.Doing;
import org.understudy.model.Monitor;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** What taking a decision does to what this node knows, before any of its actions has ended. */
public final class Effects implements Action.Hands {
    private View view;

    private Effects(View view) {
        this.view = view;
    }

    /** The view once the decision's actions have been handed out. */
    public static View of(View before, Decision decision) {
        Effects effects = new Effects(before);
        decision.actions().forEach(action -> action.to(effects));
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
        doing(action.service(), Monitor.STARTING);
    }

    @Override
    public void stop(Action.Stop action) {
        doing(action.service(), Monitor.STOPPING);
    }

    @Override
    public void announce(Action.Announce action) {
        doing(action.service(), action.ready() ? Monitor.READY : Monitor.IDLE);
    }

    @Override
    public void freeze(Action.Freeze action) {
        view = view.with(action.service(), local -> local.frozen(action.frozen()));
    }

    @Override
    public void fence(Action.Fence action) {
        Fencing last = view.fencings().get(action.node());
        String machine = view.peer(action.node()).beat().map(b -> b.machine()).orElse("");
        int attempts = last == null ? 1 : last.attempts() + 1;
        view = view.with(action.node(),
                new Fencing(Phase.RUNNING, attempts, view.now(), "", machine));
    }

    private void doing(ServiceName service, Monitor state) {
        view = view.with(service,
                local -> local.doing(new Doing(state, view.now(), 0, "")));
    }
}
