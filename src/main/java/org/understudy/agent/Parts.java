package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import org.understudy.core.Choosing;
import org.understudy.core.Foresight;
import org.understudy.core.Foresight.What;
import org.understudy.model.Choice;
import org.understudy.model.Goal;
import org.understudy.model.Local;
import org.understudy.model.Request;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Service;
import org.understudy.model.View;
import org.understudy.wire.Selection;

/** What an operator's words about some resources mean, and what follows from it. */
final class Parts {
    private Parts() {
    }

    /** @throws IllegalArgumentException for a word that means no resource, and an odd goal */
    static Choice choice(Service service, Goal goal, Selection typed) {
        boolean stops = goal == Goal.STOPPED || goal == Goal.SHUTDOWN;
        if (!stops && goal != Goal.STARTED && goal != Goal.RESTARTED) {
            throw new IllegalArgumentException(goal.word()
                    + " is for all of a service: expected no choice of its resources");
        }
        Choosing.Words words = new Choosing.Words(typed.rids(), typed.tags(), typed.subsets(),
                typed.within(), typed.until(), typed.standby(), typed.force());
        if (!words.some()) {
            throw new IllegalArgumentException("expected a choice of resources, got none");
        }
        return Choosing.of(service, words, stops);
    }

    /** What somebody who acts on a part of it should know. */
    static List<String> follows(View view, Request request) {
        Local local = view.services().get(request.service());
        Choice choice = request.part().orElseThrow();
        boolean stops = request.goal() == Goal.STOPPED || request.goal() == Goal.SHUTDOWN;
        List<String> notes = new ArrayList<>();
        if (Foresight.of(view, request).stream().anyMatch(deed -> deed.what() == What.FREEZE)) {
            notes.add(local.service().name() + " is frozen here, so that it is not started again"
                    + " by itself; when all of it is up: svcmgr -s " + local.service().name()
                    + " thaw --local");
        }
        boolean left = stops && !choice.standby() && local.service().resources().stream()
                .anyMatch(r -> choice.rids().contains(r.rid()) && r.is(Flag.STANDBY));
        if (left) {
            notes.add("standby resources stay up; --force stops them, too");
        }
        return notes;
    }
}
