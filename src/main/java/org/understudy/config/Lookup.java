package org.understudy.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.model.NodeName;

/**
 * Finds values by precedence: the node's own, then those of all nodes, then plain ones; all of the
 * section before any of DEFAULT.
 *
 * @param section where to look first
 * @param head DEFAULT, for keywords that inherit
 * @param nodes of the service or cluster
 */
record Lookup(Bound section, Bound head, List<NodeName> nodes) {

    Optional<Ini.Entry> find(Keyword<?> keyword, NodeName node) {
        List<String> scopes = nodes.contains(node)
                ? List.of(node.value(), Bound.NODES, "") : List.of(node.value(), "");
        return section.find(keyword, scopes).or(
                () -> keyword.inherited() ? head.find(keyword, scopes) : Optional.empty());
    }

    /** What one node sees. */
    Values values(Keywords keywords, NodeName node) {
        Map<String, Optional<String>> texts = new HashMap<>();
        for (Keyword<?> keyword : keywords.all()) {
            texts.putIfAbsent(keyword.name(),
                    find(keyword, node).map(Ini.Entry::value).or(keyword::preset));
        }
        return new Values(section.block().name(), texts);
    }

    /** Reports required keywords that some node does not see. */
    void require(Keywords keywords, Findings findings) {
        for (Keyword<?> keyword : keywords.all()) {
            boolean needed = keyword.required() && keyword.preset().isEmpty();
            List<NodeName> without = nodes.stream()
                    .filter(node -> needed && find(keyword, node).isEmpty()).toList();
            if (!without.isEmpty()) {
                String where = without.equals(nodes) ? "" : " on " + without.get(0);
                findings.error(section.block().place().at(keyword.name()), "missing" + where
                        + ", expected " + keyword.type().expected() + ": " + keyword.help());
            }
        }
    }

    /** Warns of keys for nodes that are none of ours: they have no effect. */
    void warnOfStrangers(Findings findings) {
        List<String> names = nodes.stream().map(NodeName::value).toList();
        section.perNode().filter(entry -> !names.contains(entry.getKey())).forEach(entry ->
                findings.warning(entry.getValue().place(), "no effect, since " + entry.getKey()
                        + " is not among the nodes" + Near.hint(entry.getKey(), names)));
    }
}
