package org.understudy.sim;

import org.understudy.core.Effects;
import org.understudy.core.Facts;
import org.understudy.core.Policy;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.Moment;
import org.understudy.model.View;

/** The three calls of an agent's round. Tests put a core in between that forgets one rule. */
interface Core {
    Core REAL = new Core() { };

    default View after(View before, Event event, Moment now) {
        return Facts.after(before, event, now);
    }

    default Decision decide(View view) {
        return Policy.decide(view);
    }

    default View effects(View before, Decision decision) {
        return Effects.of(before, decision);
    }
}
