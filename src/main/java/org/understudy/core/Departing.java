package org.understudy.core;

import java.util.Optional;
import org.understudy.model.Action;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeState;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** A node that gives its services up: it shuts down, is drained, or has lost its majority. */
final class Departing {
    private Departing() {
    }

    static Ruling shutting(View view, Local local) {
        return stop(view, local, true, "this node shuts down");
    }

    static Ruling drained(View view, Local local) {
        return stop(view, local, false, "this node is drained");
    }

    /** Without a majority nothing may run here; what is frozen is left alone even then. */
    static Ruling minority(View view, Local local) {
        String why = "no majority: " + Majority.words(view);
        boolean fresh = view.self().state() != NodeState.IDLE || view.now().since(
                view.self().started()).compareTo(view.cluster().quorum().lease()) <= 0;
        if (fresh || spared(view, local) || Settling.stopped(Aggregate.told(local))
                || local.is(Monitor.STOP_FAILED) || local.service().rules().flexible()) {
            return Posture.rests(local, Rule.NO_QUORUM, why);
        }
        ServiceName name = local.service().name();
        return view.cluster().quorum().split().filter(how -> leftAlone(view).isEmpty())
                .map(how -> Ruling.act(Rule.NO_QUORUM, new Action.Reset(name, how,
                        why + "; split_action", true), why))
                .orElseGet(() -> Ruling.act(Rule.NO_QUORUM, new Action.Stop(name, false), why));
    }

    /** What is up here and to be left alone: it would not survive the end of the machine. */
    static Optional<ServiceName> leftAlone(View view) {
        return view.services().values().stream()
                .filter(other -> other.frozen() || view.frozen().isPresent())
                .filter(other -> !Settling.stopped(Aggregate.told(other)))
                .map(other -> other.service().name()).findFirst();
    }

    /** Frozen, as the majority was told before the cut; it does not know of a later freeze. */
    static boolean spared(View view, Local local) {
        return local.kept().freeze().or(view::frozen).filter(freeze -> view.peers().values()
                .stream().allMatch(peer -> peer.acked().filter(freeze.since()::isBefore)
                        .isPresent())).isPresent();
    }

    private static Ruling stop(View view, Local local, boolean standby, String why) {
        if (gone(local, standby)) {
            return Posture.rests(local, Rule.LEAVES, why + "; stopped here");
        }
        if (local.is(Monitor.STOP_FAILED)) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR,
                    why + "; stop failed: " + local.monitor().failure());
        }
        return Obstacles.childrenHere(view, local).orElseGet(() -> Ruling.act(Rule.LEAVES,
                new Action.Stop(local.service().name(), standby), why));
    }

    /** Whether nothing of it is left here that this kind of stop would stop. */
    static boolean gone(Local local, boolean standby) {
        return Settling.stopped(Aggregate.told(local)) && !local.is(Monitor.STOP_FAILED)
                && (!standby || local.service().resources().stream()
                        .filter(r -> r.group().started() && r.is(Flag.STANDBY))
                        .noneMatch(r -> held(local, r)));
    }

    private static boolean held(Local local, Resource resource) {
        return switch (Aggregate.status(local, resource)) {
            case UP, STDBY_UP, UP_AND_STDBY, WARN, UNDEF -> true;
            case DOWN, STDBY_DOWN, DOWN_AND_STDBY, NA -> false;
        };
    }
}
