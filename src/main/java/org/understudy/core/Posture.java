package org.understudy.core;

import org.understudy.model.Action;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;

/** Holding still in a way that the others can see. */
final class Posture {
    private Posture() {
    }

    /** Does nothing, and no longer tells the others that this node is about to. */
    static Ruling rests(Local local, Rule rule, String reason) {
        return local.monitor().state().waits()
                ? Ruling.act(rule, new Action.Announce(local.service().name(), Monitor.IDLE),
                        reason)
                : Ruling.hold(rule, reason);
    }

    /** The same ruling; one that does nothing withdraws what this node announced. */
    static Ruling rests(Local local, Ruling ruling) {
        return ruling.actions().isEmpty() ? rests(local, ruling.rule(), ruling.reason()) : ruling;
    }

    /** Waits, and tells the others for what. */
    static Ruling waits(Local local, Monitor state, Rule rule, String reason) {
        return local.is(state) ? Ruling.hold(rule, reason)
                : Ruling.act(rule, new Action.Announce(local.service().name(), state), reason);
    }
}
