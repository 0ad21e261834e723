package org.understudy.core;

import org.understudy.model.Local;
import org.understudy.model.Local.Doing;
import org.understudy.model.Monitor;
import org.understudy.model.View;

/** Numbers the versions of what this node tells, so that peers can say which one they know. */
final class Generations {
    private Generations() {
    }

    /** {@code after}, with the next generation if it tells other things than {@code before}. */
    static View after(View before, View after) {
        if (before == after) {
            return after;
        }
        boolean same = before.self().equals(after.self()) && stands(before, after)
                && (before.services() == after.services() || alike(before, after));
        return same ? after : claimed(after.generation(after.generation() + 1));
    }

    /** Time alone changes nothing of it but votes. */
    private static boolean stands(View before, View after) {
        boolean untouched = before.memory() == after.memory()
                && before.fencings() == after.fencings();
        return untouched ? Beats.votedAlike(before, after)
                : Beats.standing(before).equals(Beats.standing(after));
    }

    /** Of an instance that is as it was, nothing else is told. */
    private static boolean alike(View before, View after) {
        return before.services().keySet().equals(after.services().keySet())
                && after.services().values().stream().allMatch(local -> {
                    Local old = before.services().get(local.service().name());
                    return old == local
                            || Beats.instance(before, old).equals(Beats.instance(after, local));
                });
    }

    /** A claim counts from the generation that first told it. */
    private static View claimed(View view) {
        return view.each(local -> claimed(local, view.generation()));
    }

    private static Local claimed(Local local, long generation) {
        Doing doing = local.monitor();
        return local.is(Monitor.READY) && doing.claim() == 0
                ? local.doing(new Doing(doing.state(), doing.since(), generation, "")) : local;
    }
}
