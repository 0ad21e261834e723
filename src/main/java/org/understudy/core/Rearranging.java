package org.understudy.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.Rules.Flex;
import org.understudy.model.View;

/**
 * How a service that runs on several nodes gets onto those where an operator wants it: one start or
 * stop at a time over all nodes, a start first unless that made one too many, and never fewer up
 * than its flex_min on the way.
 */
final class Rearranging {
    private final View view;
    private final Local local;
    private final Optional<NodeName> to;
    private final Flex flex;
    private final List<NodeName> nodes;
    private final List<NodeName> begin;

    /** @param to the node that is to run it; without one, the preferred nodes are to */
    Rearranging(View view, Local local, Optional<NodeName> to) {
        this.view = view;
        this.local = local;
        this.to = to;
        this.flex = local.service().rules().flex();
        List<NodeName> ranked = Placement.ranked(view, local);
        this.nodes = ranked.isEmpty() ? local.service().nodes() : ranked;
        this.begin = nodes.stream().filter(node -> there(node).filter(Flexing::counts)
                .isPresent()).toList();
    }

    /** One step on the way. */
    record Move(NodeName node, boolean starts) {
        /** {@code n1 starts it}. */
        String words() {
            return node + (starts ? " starts it" : " stops it");
        }
    }

    /** Where it is up or on its way up, preferred first. */
    List<NodeName> up() {
        return begin;
    }

    /** Where it is to be up in the end. A named node comes first, then it moves no more than so. */
    List<NodeName> wanted() {
        List<NodeName> able = Placement.candidates(view, local).stream()
                .filter(node -> there(node).filter(Rearranging::whole).isPresent()).toList();
        Stream<NodeName> rest = to.isEmpty() ? Stream.concat(able.stream(), begin.stream())
                : Stream.concat(begin.stream(), able.stream());
        return Stream.concat(to.stream(), rest).distinct().limit(flex.target()).toList();
    }

    /** What is to be done next, on whichever node; empty when all is as wanted. */
    Optional<Move> next() {
        return next(begin, wanted());
    }

    /** All of it, if each step does what it should. */
    List<Move> all() {
        List<NodeName> up = new ArrayList<>(begin);
        List<NodeName> wanted = wanted();
        List<Move> moves = new ArrayList<>();
        Optional<Move> next = next(up, wanted);
        while (next.isPresent() && moves.size() < 2 * nodes.size()) {
            Move move = next.get();
            moves.add(move);
            boolean changed = move.starts() ? up.add(move.node()) : up.remove(move.node());
            next = changed ? next(up, wanted) : Optional.empty();
        }
        return moves;
    }

    private Optional<Move> next(List<NodeName> up, List<NodeName> wanted) {
        Optional<NodeName> missing = wanted.stream().filter(n -> !up.contains(n)).findFirst();
        List<NodeName> last = new ArrayList<>(nodes);
        Collections.reverse(last);
        Optional<Move> surplus = last.stream()
                .filter(node -> up.contains(node) && !wanted.contains(node)).findFirst()
                .filter(node -> up.size() > flex.min()).map(node -> new Move(node, false));
        boolean full = flex.max() > 0 && up.size() >= flex.max();
        return missing.isEmpty() || full && surplus.isPresent() ? surplus
                : missing.map(node -> new Move(node, true));
    }

    private Optional<Instance> there(NodeName node) {
        return Elsewhere.instance(view, local.service().name(), node);
    }

    /** What is partly up is neither started nor stopped without a person. */
    private static boolean whole(Instance instance) {
        return switch (instance.avail()) {
            case UP, UP_AND_STDBY, DOWN, STDBY_UP, STDBY_DOWN, DOWN_AND_STDBY -> true;
            case NA, WARN, UNDEF -> false;
        };
    }
}
