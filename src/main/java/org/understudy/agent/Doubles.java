package org.understudy.agent;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.understudy.core.Whole;
import org.understudy.model.Local;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** Services of which one instance may be up, and two are. */
final class Doubles {
    private final Set<ServiceName> known = new TreeSet<>();

    /** Those that have become so, and what was ruled; each once until it is over. */
    SortedMap<ServiceName, Ruling> news(Published.Round round) {
        View view = round.view();
        known.removeIf(name -> !view.services().containsKey(name)
                || Whole.up(view, view.services().get(name)).size() < 2);
        SortedMap<ServiceName, Ruling> news = new TreeMap<>();
        round.decision().rulings().forEach((name, ruling) -> {
            Local local = view.services().get(name);
            if (ruling.rule() == Ruling.Rule.TOO_MANY && local != null
                    && !local.service().rules().flexible() && known.add(name)) {
                news.put(name, ruling);
            }
        });
        return news;
    }
}
