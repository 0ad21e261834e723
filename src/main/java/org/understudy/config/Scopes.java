package org.understudy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.model.NodeName;

/** Which spellings of a key hold on which node: {@code mnt@n1}, {@code mnt@nodes}, {@code mnt}. */
final class Scopes {
    /** Those other than a node's name. */
    static final List<String> WORDS = List.of("nodes", "drpnodes", "encapnodes", "flex_primary",
            "drp_flex_primary");

    /** For keys that are the same everywhere. */
    static final List<String> PLAIN = List.of("");

    /**
     * The nodes that scopes are named after.
     *
     * @param nodes where the service may run
     * @param drpnodes those of another site
     * @param encapnodes containers with an agent of their own
     * @param flexPrimary of nodes
     * @param drpFlexPrimary of drpnodes
     */
    record Groups(List<NodeName> nodes, List<NodeName> drpnodes, List<NodeName> encapnodes,
            Optional<NodeName> flexPrimary, Optional<NodeName> drpFlexPrimary) {
        static Groups of(List<NodeName> nodes) {
            return new Groups(nodes, List.of(), List.of(), nodes.stream().findFirst(),
                    Optional.empty());
        }

        private boolean has(String word, NodeName node) {
            return switch (WORDS.indexOf(word)) {
                case 0 -> nodes.contains(node);
                case 1 -> drpnodes.contains(node);
                case 2 -> encapnodes.contains(node);
                case 3 -> flexPrimary.equals(Optional.of(node));
                default -> drpFlexPrimary.equals(Optional.of(node));
            };
        }
    }

    private final Groups groups;
    private final Map<NodeName, Set<String>> spellings;
    private final Map<NodeName, List<String>> known = new HashMap<>();

    /** @param spellings how the file writes each node's name, where it differs */
    Scopes(Groups groups, Map<NodeName, Set<String>> spellings) {
        this.groups = groups;
        this.spellings = spellings;
    }

    static Scopes of(List<NodeName> nodes) {
        return new Scopes(Groups.of(nodes), Map.of());
    }

    List<NodeName> nodes() {
        return groups.nodes();
    }

    /** Where its resources may be: nodes, then drpnodes. */
    List<NodeName> places() {
        return Stream.concat(groups.nodes().stream(), groups.drpnodes().stream()).distinct()
                .toList();
    }

    /** Most specific first; the last one is empty, for keys without a scope. */
    List<String> on(NodeName node) {
        return known.computeIfAbsent(node, this::work);
    }

    /** Whether a key with this scope holds anywhere. */
    boolean holds(String scope) {
        return scope.isEmpty() || WORDS.contains(scope)
                || all().stream().anyMatch(node -> on(node).contains(scope));
    }

    /** What scopes may be, for "did you mean". */
    List<String> words() {
        return Stream.concat(all().stream().map(NodeName::value), WORDS.stream()).toList();
    }

    private List<String> work(NodeName node) {
        if (all().isEmpty()) {
            return PLAIN;
        }
        List<String> scopes = new ArrayList<>(List.of(node.value()));
        scopes.addAll(spellings.getOrDefault(node, Set.of()));
        String label = label(node);
        if (isUnique(label)) {
            scopes.add(label);
        }
        WORDS.stream().filter(word -> groups.has(word, node)).forEach(scopes::add);
        scopes.add("");
        return scopes.stream().distinct().toList();
    }

    private boolean isUnique(String label) {
        return all().stream().map(Scopes::label).filter(label::equals).count() == 1;
    }

    private static String label(NodeName name) {
        int dot = name.value().indexOf('.');
        return dot < 0 ? name.value() : name.value().substring(0, dot);
    }

    private List<NodeName> all() {
        return Stream.of(groups.nodes(), groups.drpnodes(), groups.encapnodes())
                .flatMap(List::stream).distinct().collect(Collectors.toList());
    }
}
