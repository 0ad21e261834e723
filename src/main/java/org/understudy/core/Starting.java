package org.understudy.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.model.Action;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
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

    Starting(View view, Local local) {
        this.view = view;
        this.local = local;
        this.name = local.service().name();
        this.concerned = concerned();
    }

    /** Its other nodes by the file here, and who tells of it: files may differ for a while. */
    private List<NodeName> concerned() {
        List<NodeName> listed = view.others(local.service());
        Stream<NodeName> unlisted = view.peers().keySet().stream()
                .filter(node -> !listed.contains(node) && view.told(node, name).isPresent());
        return Stream.concat(listed.stream(), unlisted).toList();
    }

    /** What to do with a service that no operator asked anything of. */
    Ruling byItself() {
        Orchestrate orchestrate = local.service().orchestrate();
        if (Aggregate.avail(local) == Status.UP) {
            return up();
        }
        if (local.frozen()) {
            return failed().map(this::yielded)
                    .orElseGet(() -> unready(Rule.CONTENT, "frozen here"));
        }
        if (orchestrate == Orchestrate.NO) {
            return unready(Rule.CONTENT, "orchestrate = no: it starts when an operator says so");
        }
        if (!Placement.joined(view)) {
            return unready(Rule.WAITING, Joining.awaited(view));
        }
        NodeName first = local.service().nodes().get(0);
        if (orchestrate == Orchestrate.START && !first.equals(view.self().node())) {
            return unready(Rule.ELSEWHERE,
                    "orchestrate = start: only " + first + " starts it by itself");
        }
        return asLeader();
    }

    /** Nothing to do: it runs here. */
    Ruling up() {
        return unready(Rule.CONTENT, "up here");
    }

    /** Starts it if this node is the preferred one of those that can. */
    Ruling asLeader() {
        Optional<Ruling> obstacle = localObstacle().or(this::heardObstacle);
        if (obstacle.isPresent()) {
            return yielded(obstacle.get());
        }
        List<NodeName> candidates = Placement.candidates(view, local);
        if (!candidates.contains(view.self().node())) {
            return unready(Rule.NEEDS_OPERATOR, "this node cannot run it now");
        }
        if (!candidates.get(0).equals(view.self().node())) {
            return unready(Rule.ELSEWHERE, candidates.get(0) + " is preferred and can start it");
        }
        return excludeAndClaim(view.cluster().readyPeriod());
    }

    /**
     * Starts it here because an operator wants it here, if nothing forbids it. No time is given to
     * better placed nodes, only to those that have to agree.
     */
    Ruling here() {
        return heardObstacle().map(this::yielded).orElseGet(() -> excludeAndClaim(Duration.ZERO));
    }

    private Optional<Ruling> failed() {
        return local.is(Monitor.START_FAILED) || local.is(Monitor.STOP_FAILED)
                ? Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR, local.monitor().state().word()
                        + " here: " + local.monitor().failure() + "; svcmgr -s " + name
                        + " clear lets it be tried again"))
                : Optional.empty();
    }

    private Optional<Ruling> localObstacle() {
        Status avail = Aggregate.avail(local);
        if (failed().isPresent()) {
            return failed();
        }
        return switch (avail) {
            case DOWN, STDBY_UP, STDBY_DOWN, DOWN_AND_STDBY -> Optional.empty();
            case NA -> Optional.of(Ruling.hold(Rule.CONTENT, "it has no resource to start"));
            case UNDEF -> Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR,
                    "its state here is not known: " + notUp()));
            case UP, UP_AND_STDBY, WARN -> Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR,
                    "only partly up here: " + notUp()));
        };
    }

    /** What is not as it is on a node that runs the service, and what it is instead. */
    private String notUp() {
        return local.service().resources().stream()
                .filter(r -> switch (Aggregate.status(local, r)) {
                    case UP, STDBY_UP, UP_AND_STDBY, NA -> false;
                    case DOWN, WARN, UNDEF, STDBY_DOWN, DOWN_AND_STDBY -> true;
                })
                .map(r -> r.rid() + " " + Aggregate.status(local, r).word())
                .collect(Collectors.joining(", "));
    }

    private Optional<Ruling> heardObstacle() {
        return concerned.stream().filter(n -> Liveness.alive(view, n))
                .flatMap(node -> heardObstacle(node).stream()).findFirst();
    }

    private Optional<Ruling> heardObstacle(NodeName node) {
        Optional<Instance> told = view.told(node, name);
        if (told.isEmpty() && Placement.reading(view, node)) {
            return Optional.of(Ruling.hold(Rule.WAITING, node + " is still reading its services"));
        }
        if (told.isEmpty()) {
            return Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR, node + " is a node of " + name
                    + " but does not know it: its service file is missing or refused there"));
        }
        Instance there = told.get();
        if (there.monitor().busy()) {
            return elsewhere(there.monitor().word() + " on " + node);
        }
        if (there.monitor() == Monitor.STOP_FAILED) {
            return Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR, "stop failed on " + node
                    + ": it may still hold something there"));
        }
        if (there.monitor() == Monitor.READY && Placement.before(local, node, view.self().node())) {
            return elsewhere(node + " is about to start it");
        }
        return switch (there.avail()) {
            case UP, UP_AND_STDBY -> elsewhere("up on " + node);
            case WARN -> Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR, "partly up on " + node));
            case UNDEF -> Optional.of(Ruling.hold(Rule.WAITING,
                    node + " does not know its state there yet"));
            case DOWN, NA, STDBY_UP, STDBY_DOWN, DOWN_AND_STDBY -> Optional.empty();
        };
    }

    private Ruling excludeAndClaim(Duration readyPeriod) {
        return concerned.stream()
                .flatMap(node -> Exclusion.missing(view, node).stream()).findFirst()
                .map(this::yielded).orElseGet(() -> claim(readyPeriod));
    }

    private Ruling claim(Duration readyPeriod) {
        List<NodeName> heard = concerned.stream()
                .filter(node -> Liveness.alive(view, node)).toList();
        if (heard.isEmpty()) {
            return start();
        }
        if (!local.is(Monitor.READY)) {
            return Ruling.act(Rule.WAITING, new Action.Announce(name, true),
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

    /** Whether the node has taken in our claim and is not claiming the service itself. */
    private boolean agrees(NodeName node) {
        Heard ours = view.peer(node).beat().map(b -> b.heard().get(view.self().node()))
                .orElse(null);
        boolean ready = view.told(node, name).map(i -> i.monitor() == Monitor.READY).orElse(true);
        return ours != null && ours.boot().equals(view.self().boot())
                && ours.generation() >= local.monitor().claim() && !ready;
    }

    private Ruling start() {
        String why = concerned.stream().map(node ->
                Exclusion.proof(view, node).orElse(node + " has it down and agrees"))
                .collect(Collectors.joining("; "));
        return Ruling.act(Rule.TAKES_OVER, new Action.Start(name),
                why.isEmpty() ? "starts here: its only node" : "starts here: " + why);
    }

    private static Optional<Ruling> elsewhere(String reason) {
        return Optional.of(Ruling.hold(Rule.ELSEWHERE, reason));
    }

    /** The same ruling, and no longer claiming the service if this node was. */
    private Ruling yielded(Ruling ruling) {
        return ruling.actions().isEmpty() ? unready(ruling.rule(), ruling.reason()) : ruling;
    }

    private Ruling unready(Rule rule, String reason) {
        return local.is(Monitor.READY)
                ? Ruling.act(rule, new Action.Announce(name, false), reason)
                : Ruling.hold(rule, reason);
    }
}
