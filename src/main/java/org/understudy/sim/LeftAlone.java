package org.understudy.sim;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.understudy.model.Action;
import org.understudy.model.Freeze;
import org.understudy.model.Goal;
import org.understudy.model.NodeRequest;
import org.understudy.model.Rules.MonitorAction;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;

/**
 * I4: what is frozen is not acted upon unless an operator asked this very node; and, frozen or not,
 * nothing is frozen, thawed, stopped or moved without a cause: nothing goes back by itself.
 */
final class LeftAlone implements Checker {
    private static final Set<Goal> STARTS = EnumSet.of(Goal.STARTED, Goal.PLACED);
    private static final Set<Goal> STOPS =
            EnumSet.of(Goal.STOPPED, Goal.SHUTDOWN, Goal.PLACED, Goal.RESTARTED);

    private final World world;
    private final Ledger ledger;
    private final Map<String, Freeze> services = new HashMap<>();
    private final Map<SimNode, Freeze> nodes = new HashMap<>();

    LeftAlone(World world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    /** By the clock on the wall, which may have been set anew, a freeze ends sooner or later. */
    @Override
    public void begins(SimNode node) {
        if (node.disk().shift() != 0) {
            services.keySet().removeIf(key -> key.startsWith(node.index() + " ")
                    && services.get(key).over(node.clock(world.now())));
            nodes.computeIfPresent(node, (same, freeze) ->
                    freeze.over(node.clock(world.now())) ? null : freeze);
            services.replaceAll((key, freeze) -> key.startsWith(node.index() + " ")
                    ? node.disk().moved(freeze) : freeze);
            nodes.computeIfPresent(node, (same, freeze) -> node.disk().moved(freeze));
        }
    }

    @Override
    public void nodeAsked(SimNode on, NodeRequest request) {
        if (request.goal() != NodeRequest.Goal.THAWED) {
            nodes.put(on, request.terms().freeze("", on.clock(world.now())));
        } else if (request.cluster()) {
            nodes.clear();
        } else {
            nodes.remove(on);
        }
    }

    private boolean frozen(SimNode node, ServiceName service) {
        return Optional.ofNullable(services.get(node.index() + " " + service))
                .filter(freeze -> !freeze.over(node.clock(world.now()))).isPresent();
    }

    private boolean frozen(SimNode node) {
        return Optional.ofNullable(nodes.get(node))
                .filter(freeze -> !freeze.over(node.clock(world.now()))).isPresent();
    }

    @Override
    public void decides(SimNode by, ServiceName service, Action action, Ruling ruling) {
        if (action instanceof Action.Start) {
            boolean here = ledger.wantedHere(by, service, Goal.STARTED);
            unless(here || !frozen(by, service), by, "starts the frozen " + service);
            unless(here || !frozen(by) || ledger.wanted(by, service, STARTS), by,
                    "starts " + service + " though the node is frozen");
        } else if (action instanceof Action.Restart) {
            unless(ledger.wanted(by, service, EnumSet.of(Goal.RESTARTED)), by,
                    "restarts " + service + ", which nobody asked for");
        } else if (action instanceof Action.Partial part) {
            Set<Goal> goals = switch (part.way()) {
                case START -> EnumSet.of(Goal.STARTED);
                case STOP -> EnumSet.of(Goal.STOPPED, Goal.SHUTDOWN);
                case RESTART -> EnumSet.of(Goal.RESTARTED);
            };
            unless(goals.stream().anyMatch(goal -> ledger.wantedHere(by, service, goal)), by,
                    "acts on a part of " + service
                    + ", which nobody asked for");
        } else if (action instanceof Action.Stop) {
            stops(by, service);
        } else if (action instanceof Action.Freeze freeze) {
            freezes(by, service, freeze);
        } else if (action instanceof Action.Recover || action instanceof Action.Toc
                || action instanceof Action.Reset) {
            unless(!frozen(by, service) && !frozen(by), by, action.word() + " of " + service
                    + ", which is frozen");
        }
        if (action instanceof Action.Toc toc && toc.how() == MonitorAction.FREEZESTOP) {
            services.put(by.index() + " " + service,
                    new Freeze("", "", by.clock(world.now()), Optional.empty()));
        }
    }

    private void stops(SimNode by, ServiceName service) {
        boolean asked = ledger.wanted(by, service, STOPS) || ledger.departs(by)
                || ledger.outvoted(by);
        boolean many = by.file(service).filter(file -> file.rules().flexible()).isPresent()
                || world.nodes().stream().anyMatch(node -> node != by
                        && (node.holds(service) || toldUp(by, node, service)));
        unless(asked || many && !frozen(by, service) && !frozen(by), by,
                "stops " + service + ", for which there is no cause");
    }

    /** A late beat may say so of a node that is off by now. */
    private boolean toldUp(SimNode by, SimNode other, ServiceName service) {
        return ledger.hears(by, other) && ledger.said(by, other, service)
                .filter(said -> said.avail() == Status.UP).isPresent();
    }

    private void freezes(SimNode by, ServiceName service, Action.Freeze freeze) {
        boolean on = freeze.freeze().isPresent();
        unless(ledger.wanted(by, service, on
                ? EnumSet.of(Goal.FROZEN, Goal.STOPPED, Goal.SHUTDOWN)
                : EnumSet.of(Goal.THAWED, Goal.STARTED, Goal.PLACED)), by,
                freeze.word() + "s " + service + ", which nobody asked for");
        services.remove(by.index() + " " + service);
        freeze.freeze().ifPresent(one -> services.put(by.index() + " " + service, one));
    }

    private static void unless(boolean well, SimNode by, String what) {
        if (!well) {
            throw new Broken("I4", by.name() + " " + what);
        }
    }
}
