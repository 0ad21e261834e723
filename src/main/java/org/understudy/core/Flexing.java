package org.understudy.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.understudy.model.Action;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * A service that runs on several nodes at once: as many as its flex_target says, on the preferred
 * ones. Its instances share nothing, so no start needs a proof.
 */
final class Flexing {
    private final View view;
    private final Local local;
    private final ServiceName name;
    private final int target;

    Flexing(View view, Local local) {
        this.view = view;
        this.local = local;
        this.name = local.service().name();
        this.target = local.service().rules().flex().target();
    }

    /** What an instance that is up does; empty when it is not. */
    Optional<Ruling> ruling() {
        if (!Elsewhere.up(Aggregate.avail(local))) {
            return Optional.empty();
        }
        List<NodeName> up = up();
        boolean free = local.service().orchestrate() != Orchestrate.NO && !local.frozen()
                && view.frozen().isEmpty() && Placement.joined(view);
        List<NodeName> excess = excess(up);
        return Optional.of(free && excess.contains(view.self().node())
                ? Ruling.act(Rule.TOO_MANY, new Action.Stop(name, false),
                        "up on " + up + ", more than its flex_target " + target)
                : Posture.rests(local, Rule.CONTENT, Whole.outside(local, up.size())
                        .map(words -> "up here; " + words).orElse("up here")));
    }

    /** Starts it here if too few are up and this node is among the preferred ones. */
    Ruling started() {
        Optional<Ruling> obstacle = Obstacles.here(local)
                .or(() -> Editions.obstacle(view, local));
        if (obstacle.isPresent()) {
            return Posture.rests(local, obstacle.get());
        }
        List<NodeName> up = up();
        if (Limit.reached(view, local)) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR, Limit.words(local));
        }
        if (up.size() >= target) {
            return Posture.rests(local, Rule.ELSEWHERE, "up on " + up);
        }
        List<NodeName> next = Placement.candidates(view, local).stream()
                .filter(node -> !up.contains(node)).limit(target - up.size()).toList();
        if (!next.contains(view.self().node())) {
            return Posture.rests(local, Rule.ELSEWHERE, next.isEmpty()
                    ? "no node can run it now" : next + " can start it");
        }
        return Obstacles.parents(view, local).orElseGet(this::ready);
    }

    private Ruling ready() {
        if (!local.is(Monitor.READY)) {
            return Ruling.act(Rule.WAITING, new Action.Announce(name, Monitor.READY),
                    "announcing the start");
        }
        boolean early = view.now().since(local.monitor().since())
                .compareTo(view.cluster().readyPeriod()) < 0;
        if (early) {
            return Ruling.hold(Rule.WAITING, "ready, for "
                    + Words.of(view.cluster().readyPeriod()) + " in case another node is better");
        }
        return Ruling.act(Rule.TAKES_OVER, new Action.Start(name, true, true),
                "starts here: up on " + up() + ", fewer than its flex_target " + target);
    }

    /** Nodes where it is up or on its way up, preferred first. */
    private List<NodeName> up() {
        return Placement.ranked(view, local).stream()
                .filter(node -> Elsewhere.instance(view, name, node)
                        .filter(Flexing::counts).isPresent()).toList();
    }

    static boolean counts(Instance instance) {
        return Elsewhere.up(instance.avail()) && instance.monitor() != Monitor.STOPPING
                || instance.monitor() == Monitor.STARTING
                || instance.monitor() == Monitor.RESTARTING
                || instance.monitor() == Monitor.REPAIRING;
    }

    /** The least preferred of those that are up go first. */
    private List<NodeName> excess(List<NodeName> up) {
        List<NodeName> last = new ArrayList<>(up);
        Collections.reverse(last);
        return last.subList(0, Math.max(0, up.size() - target));
    }
}
