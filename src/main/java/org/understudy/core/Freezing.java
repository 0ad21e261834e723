package org.understudy.core;

import java.util.Optional;
import org.understudy.model.Freeze;
import org.understudy.model.Memory;
import org.understudy.model.Memory.ClusterFreeze;
import org.understudy.model.NodeRequest;
import org.understudy.model.NodeState;
import org.understudy.model.View;

/** Freezes of the node and of the whole cluster, and the end of those that were given a time. */
final class Freezing {
    private Freezing() {
    }

    /** An operator froze, thawed or drained this node, or froze or thawed all of them. */
    static View asked(View view, NodeRequest request) {
        Freeze freeze = request.terms().freeze(request.author(), view.now());
        Optional<Freeze> next = request.goal() == NodeRequest.Goal.THAWED ? Optional.empty()
                : Optional.of(freeze);
        if (request.cluster()) {
            return cluster(view, new ClusterFreeze(view.memory().cluster().number() + 1,
                    next, request.terms().lasts()));
        }
        View frozen = node(view, next);
        boolean idle = view.self().state() == NodeState.IDLE
                || view.self().state() == NodeState.REJOIN;
        return switch (request.goal()) {
            case FROZEN -> frozen;
            case THAWED -> frozen.self().state() == NodeState.DRAINING
                    ? frozen.with(NodeState.IDLE) : frozen;
            case DRAINED -> idle ? frozen.with(NodeState.DRAINING) : frozen;
        };
    }

    /** What a peer says about the whole cluster; the latest word holds. */
    static View heard(View view, ClusterFreeze told) {
        ClusterFreeze ours = view.memory().cluster();
        boolean tie = told.number() == ours.number() && told.freeze().isPresent()
                && ours.freeze().isEmpty();
        return told.number() > ours.number() || tie ? cluster(view, told.from(view.now()))
                : view;
    }

    /** Without the freezes whose time is over. */
    static View expired(View view) {
        View next = view;
        if (over(view, view.memory().node())) {
            next = node(next, Optional.empty());
        }
        if (over(view, view.memory().cluster().freeze())) {
            next = cluster(next, new ClusterFreeze(view.memory().cluster().number() + 1,
                    Optional.empty(), Optional.empty()));
        }
        return next.each(local -> !over(view, local.kept().freeze()) ? local
                : local.with(local.kept().frozen(Optional.empty())));
    }

    private static boolean over(View view, Optional<Freeze> freeze) {
        return freeze.filter(one -> one.over(view.now())).isPresent();
    }

    private static View node(View view, Optional<Freeze> freeze) {
        Memory old = view.memory();
        return view.with(new Memory(freeze, old.cluster(), old.services(), old.shot(),
                old.fenceTook()));
    }

    private static View cluster(View view, ClusterFreeze word) {
        Memory old = view.memory();
        return view.with(new Memory(old.node(), word, old.services(), old.shot(),
                old.fenceTook()));
    }
}
