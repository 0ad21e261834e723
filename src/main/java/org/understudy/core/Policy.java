package org.understudy.core;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Action;
import org.understudy.model.Decision;
import org.understudy.model.Fencing.Phase;
import org.understudy.model.Local;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** Decides, for each service, what this node does next and why. Looks at the whole view anew. */
public final class Policy {
    private static final Comparator<Local> IMPORTANT_FIRST =
            Comparator.comparingInt((Local local) -> local.service().priority())
                    .thenComparing(local -> local.service().name());

    private Policy() {
    }

    /** One ruling for each service; holding has a reason too. And the fences asked for. */
    public static Decision decide(View known) {
        View view = Duel.of(known);
        SortedMap<ServiceName, Ruling> rulings = new TreeMap<>();
        view.services().forEach((name, local) -> rulings.put(name, rule(view, local)));
        return new Decision(inTurn(view, rulings), asked(view));
    }

    private static List<Action> asked(View view) {
        return view.fencings().entrySet().stream()
                .filter(one -> one.getValue().phase() == Phase.ASKED)
                .<Action>map(one -> new Action.Fence(one.getKey())).toList();
    }

    /** Only so many services are acted upon at once; the important ones go first. */
    private static SortedMap<ServiceName, Ruling> inTurn(View view,
            SortedMap<ServiceName, Ruling> rulings) {
        long busy = view.services().values().stream()
                .filter(local -> local.monitor().state().busy()).count();
        List<Local> next = view.services().values().stream()
                .filter(local -> takesTime(rulings.get(local.service().name())))
                .sorted(IMPORTANT_FIRST).toList();
        long free = Math.max(0, view.cluster().parallel() - busy);
        next.stream().skip(free).forEach(local -> rulings.put(local.service().name(),
                Ruling.hold(Rule.WAITING, "its turn comes when fewer than "
                        + view.cluster().parallel() + " services are acted upon here")));
        return rulings;
    }

    /** What has to stop for want of a majority does not wait. */
    private static boolean takesTime(Ruling ruling) {
        return ruling.rule() != Rule.NO_QUORUM
                && ruling.actions().stream().anyMatch(Action::takesTime);
    }

    private static Ruling rule(View view, Local local) {
        if (!local.probed()) {
            return Ruling.hold(Rule.WAITING, "its resources have not been read yet");
        }
        if (local.monitor().state().busy()) {
            return aborted(view, local).orElseGet(() -> Ruling.hold(Rule.UNDERWAY,
                    local.monitor().state().word()));
        }
        return switch (view.self().state()) {
            case MAINTENANCE -> Ruling.hold(Rule.WAITING,
                    "this agent is leaving; the service stays as it is");
            case LEFT -> Ruling.hold(Rule.LEAVES, "this node has stopped its services and left");
            case SHUTTING -> Departing.shutting(view, local);
            case DRAINING -> Departing.drained(view, local);
            case INIT, REJOIN, IDLE -> present(view, local);
        };
    }

    /** An action that an operator wants no more is told so once; not a stop that must be. */
    private static Optional<Ruling> aborted(View view, Local local) {
        return Settling.aborter(local).filter(by -> Majority.held(view)
                && local.monitor().state().abortable()
                && local.monitor().failure().isEmpty()).map(by -> Ruling.act(Rule.ASKED,
                        new Action.Abort(local.service().name(), by), "aborted by " + by));
    }

    private static Ruling present(View view, Local local) {
        if (!Majority.held(view)) {
            return Departing.minority(view, local);
        }
        return Reserving.leaving(view, local)
                .or(() -> new Wishing(view, local).ruling())
                .or(() -> new Repair(view, local).ruling())
                .orElseGet(() -> new Unasked(view, local).ruling());
    }
}
