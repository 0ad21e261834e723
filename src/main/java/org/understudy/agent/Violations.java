package org.understudy.agent;

import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.core.Violation;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** Services that run elsewhere while something of them is up here; news once until it is over. */
final class Violations {
    private final SortedMap<ServiceName, String> known = new TreeMap<>();

    /** Those that have become so, or of which something else is up than before. */
    SortedMap<ServiceName, String> news(View view) {
        SortedMap<ServiceName, String> now = new TreeMap<>();
        view.services().forEach((name, local) ->
                Violation.of(view, local).ifPresent(words -> now.put(name, words)));
        SortedMap<ServiceName, String> news = new TreeMap<>(now);
        news.entrySet().removeIf(one -> one.getValue().equals(known.get(one.getKey())));
        known.clear();
        known.putAll(now);
        return news;
    }
}
