package org.understudy.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What this node remembers of a service when everything else is lost.
 *
 * @param freeze whether the cluster leaves it alone here, and why
 * @param ordered number of the last wish for all nodes that froze or thawed it here
 * @param moves its starts that nobody asked for
 * @param nodes others that may run it, by an earlier file here or by their own word
 * @param starting the boot of this machine in which a start began that has not ended; or empty
 */
public record Kept(Optional<Freeze> freeze, long ordered, Moves moves, SortedSet<NodeName> nodes,
        String starting) {
    public static final Kept NOTHING =
            new Kept(Optional.empty(), 0, Moves.NONE, new TreeSet<>(), "");

    public Kept {
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    public Kept frozen(Optional<Freeze> next) {
        return new Kept(next, ordered, moves, nodes, starting);
    }

    public Kept ordered(long number) {
        return new Kept(freeze, Math.max(ordered, number), moves, nodes, starting);
    }

    public Kept moved(Moves next) {
        return new Kept(freeze, ordered, next, nodes, starting);
    }

    public Kept nodes(SortedSet<NodeName> next) {
        return new Kept(freeze, ordered, moves, next, starting);
    }

    public Kept starting(String machine) {
        return new Kept(freeze, ordered, moves, nodes, machine);
    }
}
