package org.understudy.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.understudy.model.Moment;

/**
 * Keeps what goes to and fro from filling the journal: of each kind a few dozen at once, then one
 * every ten seconds, which says how many were left out.
 */
final class Ration {
    private static final int BURST = 60;
    private static final Duration EACH = Duration.ofSeconds(10);
    private static final int MOST_KEYS = 10_000;

    private final Map<String, Share> shares = new HashMap<>();

    private record Share(Moment full, long left) {
    }

    /**
     * Whether one more of this kind fits; how many did not since the last one: -1 for no.
     *
     * @param again whether it is one that did not fit before
     */
    long take(String kind, Moment now, boolean again) {
        if (shares.size() >= MOST_KEYS) {
            shares.clear();
        }
        Share share = shares.getOrDefault(kind, new Share(now, 0));
        Moment begin = share.full().isBefore(now) ? now : share.full();
        boolean fits = begin.since(now).compareTo(EACH.multipliedBy(BURST - 1)) <= 0;
        shares.put(kind, fits ? new Share(begin.plus(EACH), 0)
                : new Share(begin, share.left() + (again ? 0 : 1)));
        return fits ? share.left() : -1;
    }
}
