package org.understudy.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.understudy.model.Choice;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.model.Wish;

/**
 * What would be done for an operator's wish, in order, if nothing else happened meanwhile: by the
 * plans that are then carried out. What is up on other nodes is as they told last.
 */
public final class Foresight {
    /** A wish settles within so many rounds, or waits for something that only happens for real. */
    private static final int ROUNDS = 8;

    private final View view;
    private final Local local;
    private final Service service;
    private final List<Deed> deeds = new ArrayList<>();

    private Foresight(View view, Local local) {
        this.view = view;
        this.local = local;
        this.service = local.service();
    }

    /** What kind of thing is done. */
    public enum What { FREEZE, THAW, STOP, START }

    /**
     * One thing that is done.
     *
     * @param node where
     * @param what it is
     * @param service to which
     * @param plan the steps of a start or stop; without any for the others
     */
    public record Deed(NodeName node, What what, ServiceName service, Plan plan) {
    }

    /** Why the wish would be refused here; empty when it would be taken up. */
    public static Optional<String> refusal(View view, Request request) {
        View next = Facts.after(view, new Event.Asked(request), view.now());
        Optional<String> refused = next.wishes().stream()
                .filter(wish -> wish.request().equals(request) && ended(wish.state()))
                .map(Wish::detail).findFirst();
        if (refused.isPresent()) {
            return refused;
        }
        for (int round = 0; round < ROUNDS; round++) {
            Decision decision = Policy.decide(next);
            Ruling ruling = decision.rulings().get(request.service());
            if (ruling == null || ruling.rule() == Rule.REFUSED) {
                return Optional.of(ruling == null ? request.service() + " is not configured here"
                        : ruling.reason());
            }
            if (ruling.actions().isEmpty()) {
                return Optional.empty();
            }
            next = Facts.after(Effects.of(next, decision), new Event.Tick(), view.now());
        }
        return Optional.empty();
    }

    private static boolean ended(Wish.State state) {
        return switch (state) {
            case REFUSED, FAILED -> true;
            case PENDING, REACHED -> false;
        };
    }

    /** All that would be done for the wish. */
    public static List<Deed> of(View view, Request request) {
        Local local = view.services().get(request.service());
        if (local == null) {
            return List.of();
        }
        Foresight foresight = new Foresight(view, local);
        foresight.see(request);
        return List.copyOf(foresight.deeds);
    }

    /** All that would be stopped if this node were drained, or left with everything. */
    public static List<Deed> leaving(View view, boolean standby) {
        View leaving = view.with(standby ? NodeState.SHUTTING : NodeState.DRAINING);
        return view.services().values().stream()
                .filter(local -> Departure.remains(leaving, local.service().name()))
                .map(local -> new Deed(view.self().node(), What.STOP, local.service().name(),
                        Plans.stop(local.service(), standby))).toList();
    }

    private void see(Request request) {
        boolean everywhere = request.scope() == Request.Scope.CLUSTER;
        List<NodeName> nodes = everywhere ? heard() : List.of(view.self().node());
        if (request.part().isPresent()) {
            partly(request, request.part().get());
            return;
        }
        switch (request.goal()) {
            case STARTED -> started(everywhere, nodes);
            case STOPPED, SHUTDOWN -> stopped(everywhere, nodes, request.goal());
            case RESTARTED -> nodes.stream().filter(this::up).forEach(node -> {
                add(node, What.STOP, Plans.stop(service, false));
                add(node, What.START, Plans.start(service));
            });
            case FROZEN -> mark(nodes, What.FREEZE, node -> !frozen(node));
            case THAWED -> thawed(everywhere, nodes);
            case PLACED -> placed(request, nodes);
            case CLEARED, ABORTED -> deeds.clear();
        }
    }

    /** Only here. */
    private void partly(Request request, Choice choice) {
        NodeName here = view.self().node();
        boolean stops = request.goal() == Goal.STOPPED || request.goal() == Goal.SHUTDOWN;
        boolean freezes = stops && Partly.freezes(local, choice) && !local.frozen();
        mark(List.of(here), What.FREEZE, node -> freezes);
        if (stops || request.goal() == Goal.RESTARTED) {
            add(here, What.STOP, Plans.stop(service, choice));
        }
        if (!stops) {
            add(here, What.START, Plans.start(service, choice));
        }
    }

    private void started(boolean everywhere, List<NodeName> nodes) {
        if (!everywhere) {
            nodes.stream().filter(node -> !up(node)).forEach(this::start);
            return;
        }
        mark(nodes, What.THAW, this::frozen);
        Forecast.startsAsked(view, service.name()).ifPresent(this::start);
    }

    private void stopped(boolean everywhere, List<NodeName> nodes, Goal goal) {
        boolean freezes = everywhere || service.orchestrate() != Orchestrate.NO;
        mark(nodes, What.FREEZE, node -> freezes && !frozen(node));
        nodes.stream().filter(node -> goal == Goal.SHUTDOWN && !gone(node) || holds(node))
                .forEach(node -> add(node, What.STOP,
                        Plans.stop(service, goal == Goal.SHUTDOWN)));
    }

    private void thawed(boolean everywhere, List<NodeName> nodes) {
        mark(nodes, What.THAW, this::frozen);
        Optional<NodeName> before = Forecast.starts(view, service.name());
        Forecast.starts(Forecast.thawed(view, service.name(), everywhere), service.name())
                .filter(node -> !before.equals(Optional.of(node))).ifPresent(this::start);
    }

    private void placed(Request request, List<NodeName> nodes) {
        View thawed = Forecast.thawed(view, service.name(), true);
        if (service.rules().flexible()) {
            mark(nodes, What.THAW, this::frozen);
            new Rearranging(thawed, thawed.services().get(service.name()), request.to()).all()
                    .forEach(this::moved);
            return;
        }
        Optional<NodeName> to = request.to().or(() -> Placement.candidates(thawed,
                thawed.services().get(service.name())).stream().findFirst());
        mark(nodes, What.THAW, this::frozen);
        if (to.isPresent()) {
            nodes.stream().filter(node -> !to.get().equals(node) && holds(node)).forEach(
                    node -> add(node, What.STOP, Plans.stop(service, false)));
            to.filter(node -> !up(node)).ifPresent(this::start);
        }
    }

    private void moved(Rearranging.Move move) {
        add(move.node(), move.starts() ? What.START : What.STOP, move.starts()
                ? Plans.start(service) : Plans.stop(service, false));
    }

    private void mark(List<NodeName> nodes, What what, Predicate<NodeName> which) {
        nodes.stream().filter(which).forEach(
                node -> add(node, what, new Plan.Serial(List.of())));
    }

    private void start(NodeName node) {
        add(node, What.START, Plans.start(service));
    }

    private void add(NodeName node, What what, Plan plan) {
        deeds.add(new Deed(node, what, service.name(), plan));
    }

    /** Nodes of the service that are heard, this one too, preferred first. */
    private List<NodeName> heard() {
        return service.nodes().stream().filter(node -> instance(node).isPresent()).toList();
    }

    private Optional<Instance> instance(NodeName node) {
        return Elsewhere.instance(view, service.name(), node);
    }

    private boolean up(NodeName node) {
        return instance(node).filter(there -> Elsewhere.up(there.avail())).isPresent();
    }

    private boolean holds(NodeName node) {
        return instance(node).filter(there -> !Settling.stopped(there.avail())).isPresent();
    }

    private boolean gone(NodeName node) {
        return node.equals(view.self().node()) ? Departing.gone(local, true) : !holds(node);
    }

    private boolean frozen(NodeName node) {
        return instance(node).filter(Instance::frozen).isPresent();
    }
}
