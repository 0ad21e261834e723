package org.understudy.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** What forbids a start: the state of the instance here, of those elsewhere, of other services. */
final class Obstacles {
    private Obstacles() {
    }

    /** An action on it that failed here and was not cleared. */
    static Optional<Ruling> failed(Local local) {
        return local.monitor().state().failed()
                ? Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR, local.monitor().state().word()
                        + " here: " + local.monitor().failure() + "; svcmgr -s "
                        + local.service().name() + " clear lets it be tried again"))
                : Optional.empty();
    }

    /** The instance here cannot be started by the cluster as it is. */
    static Optional<Ruling> here(Local local) {
        Optional<Ruling> failed = failed(local);
        if (failed.isPresent()) {
            return failed;
        }
        return switch (Aggregate.avail(local)) {
            case DOWN, STDBY_UP, STDBY_DOWN, DOWN_AND_STDBY -> Optional.empty();
            case NA -> Optional.of(Ruling.hold(Rule.CONTENT, "it has no resource to start"));
            case UNDEF -> Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR,
                    "its state here is not known: " + notUp(local)));
            case UP, UP_AND_STDBY, WARN -> Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR,
                    "only partly up here: " + notUp(local)));
        };
    }

    /** What is not as it is on a node that runs the service, and what it is instead. */
    static String notUp(Local local) {
        return local.service().resources().stream()
                .filter(r -> switch (Aggregate.status(local, r)) {
                    case UP, STDBY_UP, UP_AND_STDBY, NA -> false;
                    case DOWN, WARN, UNDEF, STDBY_DOWN, DOWN_AND_STDBY -> true;
                })
                .map(r -> r.rid() + " " + Aggregate.status(local, r).word())
                .collect(Collectors.joining(", "));
    }

    /** Why it cannot be started again here. */
    static String absent(Local local) {
        String down = notUp(local);
        return down.isEmpty() ? "nothing tells whether it is up here"
                : "it is not up here: " + down;
    }

    /** What a heard node has of it, or may have. */
    static Optional<Ruling> there(View view, Local local, NodeName node) {
        ServiceName name = local.service().name();
        Optional<Instance> told = view.told(node, name);
        boolean listed = local.service().nodes().contains(node);
        Optional<NodeName> stranger = stranger(view, node);
        if (stranger.isPresent()) {
            return Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR, node + " hears " + stranger.get()
                    + ", which is no member here: cluster.conf differs, and " + name + " may be up"
                    + " there; svcmgr cluster token on " + node + ", svcmgr cluster join --update"
                    + " here, then restart this agent"));
        }
        if (told.isEmpty() && !listed && !Placement.reading(view, node)) {
            return Optional.empty();
        }
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
        if (there.monitor() == Monitor.READY && Placement.before(node, view.self().node())) {
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

    /** A node that was taken in while this one was off, so that nothing is heard of it here. */
    private static Optional<NodeName> stranger(View view, NodeName node) {
        return view.peer(node).beat().flatMap(beat -> beat.heard().entrySet().stream()
                .filter(one -> one.getValue().hears())
                .map(Map.Entry::getKey).filter(one -> !view.cluster().nodes().contains(one))
                .findFirst());
    }

    /** A service it depends on is not up yet. */
    static Optional<Ruling> parents(View view, Local local) {
        List<ServiceName> missing = local.service().rules().relations().parents().stream()
                .filter(parent -> !Elsewhere.unknown(view, parent)
                        && (!Elsewhere.up(view, parent) || Elsewhere.busy(view, parent)))
                .toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> circle = Circles.ofParents(view, local);
        return Optional.of(circle.map(words -> Posture.rests(local, Rule.NEEDS_OPERATOR, words))
                .orElseGet(() -> Posture.waits(local, Monitor.WAIT_PARENTS, Rule.WAITING,
                        "waiting until " + joined(missing)
                                + (missing.size() == 1 ? " is up" : " are up"))));
    }

    /** A service that depends on it is not down yet. */
    static Optional<Ruling> children(View view, Local local) {
        return children(view, local, false);
    }

    /** Of a node that leaves, only what runs there matters, and no circle holds it up. */
    static Optional<Ruling> childrenHere(View view, Local local) {
        return Circles.ofChildren(view, local).isPresent() ? Optional.empty()
                : children(view, local, true);
    }

    private static boolean held(View view, ServiceName child) {
        Local there = view.services().get(child);
        return there != null && !Settling.stopped(Aggregate.told(there));
    }

    private static Optional<Ruling> children(View view, Local local, boolean here) {
        List<ServiceName> missing = local.service().rules().relations().children().stream()
                .filter(child -> here ? held(view, child) : !Elsewhere.stopped(view, child))
                .toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> circle = Circles.ofChildren(view, local);
        return Optional.of(circle.map(words -> Posture.rests(local, Rule.NEEDS_OPERATOR, words))
                .orElseGet(() -> Posture.waits(local, Monitor.WAIT_CHILDREN, Rule.WAITING,
                        "waiting until " + joined(missing)
                                + (missing.size() == 1 ? " is down" : " are down"))));
    }

    private static String joined(List<ServiceName> names) {
        return names.stream().map(ServiceName::value).collect(Collectors.joining(", "));
    }

    private static Optional<Ruling> elsewhere(String reason) {
        return Optional.of(Ruling.hold(Rule.ELSEWHERE, reason));
    }
}
