package org.understudy.model;

import java.util.Optional;

/**
 * What this node remembers of a service when everything else is lost.
 *
 * @param freeze whether the cluster leaves it alone here, and why
 * @param ordered number of the last wish for all nodes that froze or thawed it here
 * @param moves its starts that nobody asked for
 */
public record Kept(Optional<Freeze> freeze, long ordered, Moves moves) {
    public static final Kept NOTHING = new Kept(Optional.empty(), 0, Moves.NONE);

    public Kept frozen(Optional<Freeze> next) {
        return new Kept(next, ordered, moves);
    }

    public Kept ordered(long number) {
        return new Kept(freeze, Math.max(ordered, number), moves);
    }

    public Kept moved(Moves next) {
        return new Kept(freeze, ordered, next);
    }
}
