package org.understudy.core;

import org.understudy.model.Local;
import org.understudy.model.Local.Doing;
import org.understudy.model.Monitor;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** Numbers the versions of what this node tells, so that peers can say which one they know. */
final class Generations {
    private Generations() {
    }

    /** {@code after}, with the next generation if it tells other things than {@code before}. */
    static View after(View before, View after) {
        boolean same = before.self().equals(after.self())
                && (stands(before, after)
                        || Beats.standing(before).equals(Beats.standing(after)))
                && (before.services() == after.services()
                        || Beats.instances(before).equals(Beats.instances(after)));
        return same ? after : claimed(after.generation(after.generation() + 1));
    }

    /** Whether what the node tells of itself rests on the very same facts, and on no clock. */
    private static boolean stands(View before, View after) {
        return before.fencings() == after.fencings() && before.memory() == after.memory()
                && after.votes().isEmpty() && before.votes().isEmpty()
                && !after.cluster().quorum().on();
    }

    /** A claim counts from the generation that first told it. */
    private static View claimed(View view) {
        View next = view;
        for (ServiceName name : view.services().keySet()) {
            next = next.with(name, local -> claimed(local, view.generation()));
        }
        return next;
    }

    private static Local claimed(Local local, long generation) {
        Doing doing = local.monitor();
        return local.is(Monitor.READY) && doing.claim() == 0
                ? local.doing(new Doing(doing.state(), doing.since(), generation, "")) : local;
    }
}
