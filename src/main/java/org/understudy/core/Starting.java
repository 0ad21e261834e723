package org.understudy.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.model.Action;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Request;
import org.understudy.model.Rules;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * Whether a service starts here. Three things must hold: no node that is heard runs it or is about
 * to, every node that is not heard is proved to be off, and every node that is heard knows that
 * this one is about to start it.
 */
final class Starting {
    private final View view;
    private final Local local;
    private final ServiceName name;
    private final List<NodeName> concerned;
    private final boolean byItself;
    private final Optional<Request> part;

    /** @param byItself whether no operator asked for it */
    Starting(View view, Local local, boolean byItself) {
        this(view, local, byItself, Optional.empty());
    }

    /** Of a part of it, as an operator wants. */
    Starting(View view, Local local, Request part) {
        this(view, local, false, Optional.of(part));
    }

    private Starting(View view, Local local, boolean byItself, Optional<Request> part) {
        this.view = view;
        this.local = local;
        this.name = local.service().name();
        this.byItself = byItself;
        this.part = part;
        this.concerned = concerned();
    }

    /**
     * Its other nodes by the file here, who tells of it, and whom an earlier file named and who was
     * not heard since: files may differ for a while.
     */
    private List<NodeName> concerned() {
        List<NodeName> listed = view.others(local.service());
        Stream<NodeName> unlisted = view.peers().keySet().stream()
                .filter(node -> !listed.contains(node) && (view.told(node, name).isPresent()
                        || local.kept().nodes().contains(node)));
        return Stream.concat(listed.stream(), unlisted).toList();
    }

    /** Starts it if this node is the preferred one of those that can. */
    Ruling asLeader() {
        Optional<Ruling> obstacle = Obstacles.here(local).or(this::heardObstacle)
                .or(() -> Editions.obstacle(view, local));
        if (obstacle.isPresent()) {
            return Posture.rests(local, obstacle.get());
        }
        List<NodeName> candidates = Placement.candidates(view, local);
        if (!candidates.contains(view.self().node())) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR, "this node cannot run it now: "
                    + String.join("; ", Placement.obstacles(view, local, view.self().node())));
        }
        Optional<String> circle = Circles.ofParents(view, local);
        if (circle.isPresent()) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR, circle.get());
        }
        if (byItself && Limit.reached(view, local)) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR, Limit.words(local));
        }
        if (!candidates.get(0).equals(view.self().node()) && !steady()) {
            return Posture.rests(local, Rule.ELSEWHERE,
                    candidates.get(0) + " is preferred and can start it");
        }
        return Obstacles.parents(view, local).orElseGet(
                () -> excludeAndClaim(view.cluster().readyPeriod()));
    }

    /**
     * Starts it here because an operator wants it here, if nothing forbids it. No time is given to
     * better placed nodes, only to those that have to agree.
     */
    Ruling here() {
        return heardObstacle().or(() -> Editions.obstacle(view, local))
                .map(ruling -> Posture.rests(local, ruling))
                .orElseGet(() -> excludeAndClaim(Duration.ZERO));
    }

    /** As {@link #here} for what is up here already: nobody has to be excluded any more. */
    Ruling unlessHeard(Supplier<Ruling> act) {
        return heardObstacle().map(ruling -> Posture.rests(local, ruling)).orElseGet(act);
    }

    /** A preference that changes by the minute does not take back what was announced. */
    private boolean steady() {
        Rules.Placing placing = local.service().rules().placement();
        return local.is(Monitor.READY)
                && (placing == Rules.Placing.LOAD_AVG || placing == Rules.Placing.SCORE);
    }

    /** What keeps any node from starting it, as far as the nodes that are not heard go. */
    Optional<Ruling> excluded() {
        return concerned.stream()
                .flatMap(node -> Exclusion.missing(view, name, node).stream()).findFirst();
    }

    private Optional<Ruling> heardObstacle() {
        return concerned.stream().filter(n -> Liveness.alive(view, n))
                .flatMap(node -> Obstacles.there(view, local, node).stream()).findFirst();
    }

    /** What may not start again in this hour excludes nobody and announces nothing. */
    private Ruling excludeAndClaim(Duration readyPeriod) {
        if (byItself && Limit.reached(view, local)) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR, Limit.words(local));
        }
        return excluded().map(ruling -> Posture.rests(local, ruling))
                .orElseGet(() -> claim(readyPeriod));
    }

    private Ruling claim(Duration readyPeriod) {
        List<NodeName> heard = concerned.stream()
                .filter(node -> Liveness.alive(view, node)).toList();
        if (heard.isEmpty()) {
            return start();
        }
        if (!local.is(Monitor.READY)) {
            return Ruling.act(Rule.WAITING, new Action.Announce(name, Monitor.READY),
                    "announcing the start to " + heard);
        }
        if (view.now().since(local.monitor().since())
                .compareTo(readyPeriod) < 0) {
            return Ruling.hold(Rule.WAITING, "ready, for "
                    + Words.of(readyPeriod) + " in case another node is better");
        }
        return heard.stream().filter(node -> !agrees(node)).findFirst()
                .map(node -> Ruling.hold(Rule.WAITING, "ready, until " + node + " agrees"))
                .orElseGet(this::start);
    }

    /**
     * Whether the node has taken in our claim and is not claiming the service itself. What it said
     * before this process stood still is too old: it may have taken the service over since.
     */
    private boolean agrees(NodeName node) {
        Heard ours = view.peer(node).beat().map(b -> b.heard().get(view.self().node()))
                .orElse(null);
        boolean ready = view.told(node, name).map(Instance::monitor)
                .map(Monitor.READY::equals).orElse(true);
        return ours != null && ours.boot().equals(view.self().boot())
                && ours.generation() >= local.monitor().claim() && !ready
                && Permit.confirmed(view, node);
    }

    private Ruling start() {
        Optional<NodeName> open = part.isEmpty() ? Optional.empty() : concerned.stream()
                .filter(node -> Exclusion.reserves(view, name, node)).findFirst();
        if (open.isPresent()) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR, "only disks that are reserved first"
                    + " keep " + open.get() + " out, so only all of it can be started");
        }
        String why = concerned.stream().map(node ->
                Exclusion.proof(view, name, node).orElse(node + " has it down and agrees"))
                .collect(Collectors.joining("; "));
        boolean proved = concerned.stream().noneMatch(n -> Exclusion.risked(view, name, n));
        return Ruling.act(Rule.TAKES_OVER, part.map(request -> (Action) Partly.action(request,
                Partly.way(request.goal()), proved))
                        .orElseGet(() -> new Action.Start(name, byItself, proved)),
                why.isEmpty() ? "starts here: its only node" : "starts here: " + why);
    }
}
