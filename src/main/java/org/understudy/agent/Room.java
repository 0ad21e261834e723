package org.understudy.agent;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.understudy.model.ServiceName;

/** How many services a node may have, and which are too many. */
final class Room {
    /** So many fit into what a node tells the others several times a second. */
    static final int MOST = 2_000;

    private Room() {
    }

    /** Those there is no room for: of the new ones, the last by name. */
    static SortedSet<ServiceName> surplus(SortedSet<ServiceName> all,
            Predicate<ServiceName> known, int most) {
        SortedSet<ServiceName> fresh = new TreeSet<>(all);
        fresh.removeIf(known);
        int old = all.size() - fresh.size();
        SortedSet<ServiceName> surplus = new TreeSet<>();
        fresh.stream().skip(Math.max(0, most - old)).forEach(surplus::add);
        return surplus;
    }
}
