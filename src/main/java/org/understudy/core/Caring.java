package org.understudy.core;

import org.understudy.model.Care;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.View;

/** Whether an instance is to be up here, and which of its failures are forgotten. */
final class Caring {
    private Caring() {
    }

    static View of(View view) {
        return view.each(local -> cleared(view, expected(view, local)));
    }

    private static Local expected(View view, Local local) {
        if (!local.probed() || local.monitor().state().busy()) {
            return local;
        }
        Care care = Repair.forgiven(view, local);
        boolean up = Elsewhere.up(Aggregate.avail(local));
        boolean started = local.is(Monitor.IDLE) || local.monitor().state().waits();
        if (up && started && !care.expected()) {
            care = care.expected(true);
        } else if (care.expected() && !up && given(view, local)) {
            care = care.expected(false);
        }
        return care.equals(local.care()) ? local : local.with(care);
    }

    /** It is down here for good: it is up elsewhere, or nothing will be done about it here. */
    private static boolean given(View view, Local local) {
        boolean elsewhere = !local.service().rules().flexible() && Elsewhere.first(view,
                local.service().name(), i -> Elsewhere.up(i.avail())).isPresent();
        return elsewhere || Settling.stopped(Aggregate.told(local))
                && !Repair.pending(view, local);
    }

    /** A failed start counts no more once the service is up elsewhere. */
    private static Local cleared(View view, Local local) {
        boolean failed = local.is(Monitor.START_FAILED) || local.is(Monitor.EVICTED);
        if (!failed || local.target().current().isPresent() || local.request().isPresent()) {
            return local;
        }
        boolean up = Elsewhere.up(Aggregate.avail(local))
                || Settling.stopped(Aggregate.told(local)) && Elsewhere.first(view,
                        local.service().name(), i -> Elsewhere.up(i.avail())
                                && !i.monitor().busy()).isPresent();
        return up ? local.doing(Monitor.IDLE, view.now(), "") : local;
    }

    /** A fence that lied: whatever this node started on its account has no claim. */
    static View unproved(View view, NodeName node) {
        return view.each(local -> local.service().nodes().contains(node)
                && local.care().term() > 0 ? local.with(local.care().term(0)) : local);
    }
}
