package org.understudy.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this node does next: one ruling for each service.
 *
 * @param rulings by service
 * @param asked what operators want done to other nodes, for the sake of no service
 */
public record Decision(SortedMap<ServiceName, Ruling> rulings, List<Action> asked) {
    public static final Decision NONE = new Decision(new TreeMap<>());

    public Decision {
        rulings = Collections.unmodifiableSortedMap(new TreeMap<>(rulings));
        asked = List.copyOf(asked);
    }

    public Decision(SortedMap<ServiceName, Ruling> rulings) {
        this(rulings, List.of());
    }

    /** All actions, each once: two services that need the same node fenced fence it once. */
    public List<Action> actions() {
        Set<Action> once = new LinkedHashSet<>(asked);
        rulings.values().forEach(ruling -> once.addAll(ruling.actions()));
        return List.copyOf(once);
    }
}
