package org.understudy.heartbeat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.understudy.model.LinkName;

/** Counts what was dropped, by link, source and reason. Sources beyond a bound share one name. */
final class Counters {
    private static final int MAX_KEYS = 256;
    private static final String OTHERS = "others";

    private record Key(LinkName link, String source, Reason reason) {
    }

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    void count(LinkName link, String source, Reason reason) {
        Key key = new Key(link, source, reason);
        LongAdder known = counts.get(key);
        if (known == null) {
            Key kept = counts.size() < MAX_KEYS ? key : new Key(link, OTHERS, reason);
            known = counts.computeIfAbsent(kept, k -> new LongAdder());
        }
        known.increment();
    }

    /** Sorted by link, source and reason. */
    List<Dropped> snapshot() {
        return counts.entrySet().stream()
                .map(e -> new Dropped(e.getKey().link, e.getKey().source, e.getKey().reason,
                        e.getValue().sum()))
                .sorted(Comparator.comparing(Dropped::link).thenComparing(Dropped::source)
                        .thenComparing(Dropped::reason))
                .toList();
    }
}
