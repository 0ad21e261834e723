package org.understudy.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How this node looks after an instance.
 *
 * @param expected whether it is to be up here: it was started here or seen up
 * @param term which start brought it up, greater than any earlier one's; 0 when that is unknown
 *     or was without a proof that it runs nowhere else
 * @param lastTerm the greatest term known, of whichever node
 * @param restarted number of the last wish to restart it that was carried out here
 * @param tries to start resources again that went down
 * @param holders who held each reservation when that one was last heard
 */
public record Care(boolean expected, long term, long lastTerm, long restarted,
        SortedMap<Rid, Tries> tries, SortedMap<Rid, NodeName> holders) {
    public static final Care NONE = new Care(false, 0, 0, 0, new TreeMap<>(), new TreeMap<>());

    /**
     * Tries on one resource.
     *
     * @param count how many since it was last up
     * @param last when the last one began
     */
    public record Tries(int count, Moment last) {
    }

    public Care {
        tries = Collections.unmodifiableSortedMap(new TreeMap<>(tries));
        holders = Collections.unmodifiableSortedMap(new TreeMap<>(holders));
    }

    public Care expected(boolean next) {
        return new Care(next, next ? term : 0, lastTerm, restarted, tries, holders);
    }

    public Care term(long next) {
        return new Care(expected, next, Math.max(lastTerm, next), restarted, tries, holders);
    }

    /** Another node knows of this term. */
    public Care heard(long told) {
        return told <= lastTerm ? this : new Care(expected, term, told, restarted, tries, holders);
    }

    public Care restarted(long number) {
        return new Care(expected, term, lastTerm, number, tries, holders);
    }

    public Care tries(SortedMap<Rid, Tries> next) {
        return new Care(expected, term, lastTerm, restarted, next, holders);
    }

    public Care holders(SortedMap<Rid, NodeName> next) {
        return new Care(expected, term, lastTerm, restarted, tries, next);
    }
}
