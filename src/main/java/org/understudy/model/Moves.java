package org.understudy.model;

import java.util.ArrayList;
import java.util.List;

/**
 * How often a service started by itself, on whichever node.
 *
 * @param count of all such starts that are known of; every start adds one to the greatest known
 * @param recent when the last ones were; one heard of later counts from then
 */
public record Moves(long count, List<Moment> recent) {
    public static final Moves NONE = new Moves(0, List.of());
    private static final int REMEMBERED = 100;

    public Moves {
        recent = List.copyOf(recent);
    }

    /** Once more, or as often as another node knows of. */
    public Moves upTo(long known, Moment now) {
        if (known <= count) {
            return this;
        }
        List<Moment> next = new ArrayList<>(recent);
        for (long i = Math.max(count, known - REMEMBERED); i < known; i++) {
            next.add(now);
        }
        return new Moves(known, next.subList(Math.max(0, next.size() - REMEMBERED), next.size()));
    }
}
