package org.understudy.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A section whose keys were matched to keywords.
 *
 * @param block the section
 * @param entries by keyword's name, or by key where keys are free; then by scope, empty for none
 * @param unsound places of entries whose value is known to be wrong
 */
record Bound(Ini.Block block, Map<String, Map<String, Ini.Entry>> entries, Set<Place> unsound) {

    static Bound empty(Ini.Block block) {
        return new Bound(block, new HashMap<>(), new HashSet<>());
    }

    /** The entry of the first of these scopes that the section has. */
    Optional<Ini.Entry> find(String name, List<String> scopes) {
        Map<String, Ini.Entry> found = entries.get(name);
        if (found == null) {
            return Optional.empty();
        }
        for (String scope : scopes) {
            Ini.Entry entry = found.get(scope);
            if (entry != null) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** @return the entry that is there already, if any */
    Optional<Ini.Entry> put(String name, String scope, Ini.Entry entry) {
        return Optional.ofNullable(entries.computeIfAbsent(name, absent -> new HashMap<>())
                .putIfAbsent(scope, entry));
    }

    boolean has(Keyword<?> keyword) {
        return entries.containsKey(keyword.name());
    }

    /** Every entry with a scope, by that. */
    Stream<Map.Entry<String, Ini.Entry>> scoped() {
        return entries.values().stream().flatMap(scopes -> scopes.entrySet().stream())
                .filter(entry -> !entry.getKey().isEmpty());
    }
}
