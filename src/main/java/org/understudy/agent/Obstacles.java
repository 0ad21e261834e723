package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.understudy.core.Aggregate;
import org.understudy.core.Liveness;
import org.understudy.model.Fencing;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
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
        List<String> all = new ArrayList<>();
        if (!service.nodes().contains(node)) {
            all.add(node + " is not one of its nodes " + service.nodes());
        }
        if (node.equals(view.self().node())) {
            here(node, all);
        } else {
            there(node, all);
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

    private void here(NodeName node, List<String> all) {
        if (view.self().state() != NodeState.IDLE) {
            all.add("the agent of " + node + " is in state "
                    + Chronicle.lower(view.self().state()) + ": it does not decide by itself");
        }
        if (local.frozen()) {
            all.add("it is frozen on " + node);
        }
        if (failed(local.monitor().state())) {
            all.add(local.monitor().state().word() + " on " + node + ": "
                    + local.monitor().failure());
        }
        if (local.probed()) {
            resources(node, Aggregate.avail(local), all);
        } else {
            all.add("its resources on " + node + " have not been read yet");
        }
    }

    private static boolean failed(Monitor state) {
        return state.name().endsWith("_FAILED") || state.name().equals("EVICTED");
    }

    private static void resources(NodeName node, Status avail, List<String> all) {
        switch (avail) {
            case UNDEF -> all.add("its state on " + node + " is not known");
            case WARN, UP_AND_STDBY -> all.add("it is only partly up on " + node);
            case NA -> all.add("it has no resource to start on " + node);
            case UP, DOWN, STDBY_UP, STDBY_DOWN, DOWN_AND_STDBY -> { }
        }
    }

    private void there(NodeName node, List<String> all) {
        String when = Liveness.alive(view, node) ? "" : ", when it was last heard";
        voice(node).ifPresent(all::add);
        boolean heard = view.peer(node).beat().isPresent();
        Optional<Instance> told = view.told(node, name);
        state(node).ifPresent(state -> all.add(state + when));
        if (heard && told.isEmpty()) {
            all.add(node + " does not know it: its service file is missing or refused there"
                    + when);
        }
        told.ifPresent(instance -> told(node, instance).forEach(each -> all.add(each + when)));
    }

    private Stream<String> told(NodeName node, Instance instance) {
        List<String> all = new ArrayList<>();
        if (instance.frozen()) {
            all.add("it is frozen on " + node);
        }
        if (failed(instance.monitor())) {
            all.add(instance.monitor().word() + " on " + node);
        }
        if (Liveness.alive(view, node)) {
            resources(node, instance.avail(), all);
        }
        return all.stream();
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

    private Optional<String> state(NodeName node) {
        return view.peer(node).beat().map(beat -> beat.state())
                .filter(state -> state != NodeState.IDLE && state != NodeState.REJOIN
                        && state != NodeState.LEFT
                        && !(state == NodeState.MAINTENANCE && !Liveness.alive(view, node)))
                .map(state -> "the agent of " + node + " is in state " + Chronicle.lower(state));
    }
}
