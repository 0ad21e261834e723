package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.understudy.core.Aggregate;
import org.understudy.core.Liveness;
import org.understudy.core.Placement;
import org.understudy.model.Fencing;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.Target;
import org.understudy.model.View;

/** Everything that keeps a service from running on a certain node, a plain sentence each. */
final class Obstacles {
    private final View view;
    private final Local local;
    private final Service service;
    private final ServiceName name;

    Obstacles(View view, Local local) {
        this.view = view;
        this.local = local;
        this.service = local.service();
        this.name = service.name();
    }

    /** Whether that node is known to run it. */
    boolean runs(NodeName node) {
        return node.equals(view.self().node()) ? Aggregate.avail(local) == Status.UP
                : Liveness.alive(view, node) && view.told(node, name)
                        .filter(there -> there.avail() == Status.UP).isPresent();
    }

    /** All of them, the node's own first; empty when it could run it, or does. */
    List<String> of(NodeName node) {
        boolean self = node.equals(view.self().node());
        if (!self && service.nodes().contains(node) && !Liveness.alive(view, node)) {
            return unheard(node);
        }
        List<String> all = new ArrayList<>(Placement.obstacles(view, local, node));
        if (self && !local.monitor().failure().isEmpty()) {
            all.add("on " + node + ": " + local.monitor().failure());
        }
        if (self && !local.probed()) {
            all.add("its resources on " + node + " have not been read yet");
        } else {
            (self ? Optional.of(Aggregate.avail(local))
                    : view.told(node, name).map(Instance::avail))
                    .ifPresent(avail -> resources(node, avail, all));
        }
        return all;
    }

    /** What holds for all nodes, or comes from another one, though this one could run it. */
    List<String> around(NodeName node) {
        List<String> all = new ArrayList<>();
        service.nodes().stream().filter(other -> !other.equals(node) && runs(other))
                .forEach(other -> all.add("it is up on " + other
                        + ", and nothing is taken from a node that runs it"));
        local.target().current().ifPresent(target -> wanted(target, node, all));
        Orchestrate orchestrate = service.orchestrate();
        if (orchestrate == Orchestrate.NO) {
            all.add("orchestrate = no: it starts when an operator says so");
        }
        if (orchestrate == Orchestrate.START && !service.nodes().get(0).equals(node)) {
            all.add("orchestrate = start: only " + service.nodes().get(0)
                    + " starts it by itself");
        }
        service.nodes().stream().takeWhile(other -> !other.equals(node))
                .filter(other -> of(other).isEmpty() && !runs(other)).findFirst()
                .ifPresent(other -> all.add(other + " comes before " + node
                        + " among its nodes, and can run it"));
        return all;
    }

    private static void wanted(Target target, NodeName node, List<String> all) {
        String goal = target.goal().word();
        boolean elsewhere = target.to().filter(to -> !to.equals(node)).isPresent();
        if (elsewhere || goal.equals("stopped") || goal.equals("shutdown")) {
            all.add(target.author() + " wants it " + goal
                    + target.to().map(to -> " on " + to).orElse(""));
        }
    }

    private static boolean failed(Monitor state) {
        return state.name().endsWith("_FAILED") || state.name().equals("EVICTED");
    }

    private static void resources(NodeName node, Status avail, List<String> all) {
        switch (avail) {
            case UNDEF -> all.add("its state on " + node + " is not known");
            case WARN -> all.add("it is only partly up on " + node);
            case UP, DOWN, NA, UP_AND_STDBY, STDBY_UP, STDBY_DOWN, DOWN_AND_STDBY -> { }
        }
    }

    /** What is known of a node that is not heard: what it told last, too, would keep it back. */
    private List<String> unheard(NodeName node) {
        List<String> all = new ArrayList<>();
        voice(node).ifPresent(all::add);
        String when = ", when it was last heard";
        boolean frozen = view.peer(node).beat().map(b -> b.standing().frozen()).orElse(false);
        if (frozen) {
            all.add("node " + node + " was frozen" + when);
        }
        view.told(node, name).ifPresent(instance -> {
            if (instance.frozen()) {
                all.add("it was frozen on " + node + when);
            }
            if (failed(instance.monitor())) {
                all.add(instance.monitor().word() + " on " + node + when);
            }
        });
        return all;
    }

    private Optional<String> voice(NodeName node) {
        return switch (Liveness.of(view, node)) {
            case ALIVE -> Optional.empty();
            case AWAY -> Optional.of(node + " announced that its agent is away");
            case LEFT -> Optional.of(node + " stopped its services and left");
            case AWAITED -> Optional.of(node + " has not been heard since the agent of "
                    + view.self().node() + " started");
            case SILENT -> Optional.of(node + " is silent on every link" + fenced(node));
        };
    }

    private String fenced(NodeName node) {
        Fencing last = view.fencings().get(node);
        if (last == null) {
            return "";
        }
        return last.off() ? " and was " + (last.phase() == Fencing.Phase.CONFIRMED ? "fenced"
                : "vouched to be off") : ", and the fence is " + Chronicle.lower(last.phase());
    }
}
