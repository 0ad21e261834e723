package org.understudy.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A section whose keys were matched to keywords.
 *
 * @param block the section
 * @param entries by keyword's name, then by scope: a node, {@code nodes}, or empty for none
 */
record Bound(Ini.Block block, Map<String, Map<String, Ini.Entry>> entries) {
    /** The scope of keys that hold on every node of the service. */
    static final String NODES = "nodes";

    static Bound empty(Ini.Block block) {
        return new Bound(block, new HashMap<>());
    }

    /** The entry of the first of these scopes that the section has. */
    Optional<Ini.Entry> find(Keyword<?> keyword, List<String> scopes) {
        Map<String, Ini.Entry> found = entries.getOrDefault(keyword.name(), Map.of());
        return scopes.stream().filter(found::containsKey).findFirst().map(found::get);
    }

    /** @return the entry that is there already, if any */
    Optional<Ini.Entry> put(Keyword<?> keyword, String scope, Ini.Entry entry) {
        return Optional.ofNullable(entries
                .computeIfAbsent(keyword.name(), name -> new HashMap<>())
                .putIfAbsent(scope, entry));
    }

    /** Every entry that is for one node only, with that node. */
    Stream<Map.Entry<String, Ini.Entry>> perNode() {
        return entries.values().stream().flatMap(scopes -> scopes.entrySet().stream())
                .filter(entry -> !entry.getKey().isEmpty() && !entry.getKey().equals(NODES));
    }
}
