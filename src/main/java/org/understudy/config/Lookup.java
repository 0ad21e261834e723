package org.understudy.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.model.Near;
import org.understudy.model.NodeName;

/**
 * Finds values by precedence: the most specific scope first; all of the section before any of
 * DEFAULT.
 *
 * @param section where to look first
 * @param head DEFAULT, for keywords that inherit
 * @param keywords those of the section; none where its keys are free
 * @param scopes of the file's nodes
 * @param evaluator works values out
 */
record Lookup(Bound section, Bound head, Keywords keywords, Scopes scopes, Evaluator evaluator) {

    /** The same section with other keywords. */
    Lookup with(Keywords others) {
        return new Lookup(section, head, others, scopes, evaluator);
    }

    String name() {
        return section.block().name();
    }

    List<NodeName> nodes() {
        return scopes.nodes();
    }

    Optional<Ini.Entry> find(Keyword<?> keyword, NodeName node) {
        List<String> scopes = scopes().on(node);
        return section.find(keyword.name(), scopes).or(() -> keyword.inherited()
                ? head.find(keyword.name(), scopes) : Optional.empty());
    }

    /**
     * The value, worked out.
     *
     * @throws Unresolved when it cannot be
     */
    Optional<String> text(Keyword<?> keyword, NodeName node) {
        return find(keyword, node).or(() -> preset(keyword))
                .map(entry -> evaluator.text(entry, this, node));
    }

    /** The value of a keyword by any of its names, or of a key where keys are free. */
    Optional<String> text(String key, NodeName node) {
        Optional<Keyword<?>> keyword = keywords.find(key);
        return keyword.isPresent() ? text(keyword.get(), node)
                : section.find(key, scopes.on(node))
                        .map(entry -> evaluator.text(entry, this, node));
    }

    /** As if the file said it. */
    Optional<Ini.Entry> preset(Keyword<?> keyword) {
        return keyword.preset().map(text -> new Ini.Entry(
                section.block().place().at(keyword.name()), text, List.of()));
    }

    /** What one node sees; only of a file without errors. */
    Values values(Keywords wanted, NodeName node) {
        Map<String, Optional<String>> texts = new HashMap<>();
        for (Keyword<?> keyword : wanted.all()) {
            if (!texts.containsKey(keyword.name())) {
                texts.put(keyword.name(), text(keyword, node));
            }
        }
        return new Values(name(), texts);
    }

    /** Whether each of these values is there, where it is required, and right. */
    boolean isSound(Keywords wanted, NodeName node) {
        try {
            return wanted.all().stream().allMatch(keyword -> text(keyword, node)
                    .map(text -> Checker.fits(text, keyword)).orElse(!keyword.required()));
        } catch (Unresolved reported) {
            return false;
        }
    }

    /** Reports required keywords that some of these nodes do not see. */
    void require(Keywords wanted, List<NodeName> nodes, Findings findings) {
        for (Keyword<?> keyword : wanted.all()) {
            if (!keyword.required() || keyword.preset().isPresent()) {
                continue;
            }
            List<NodeName> without = nodes.stream()
                    .filter(node -> find(keyword, node).isEmpty()).toList();
            if (!without.isEmpty()) {
                findings.error(section.block().place().at(keyword.name()), "missing"
                        + Checker.on(without, nodes) + ", expected " + keyword.type().expected()
                        + ": " + keyword.help());
            }
        }
    }

    /** Warns of keys for nodes that are none of ours: they have no effect. */
    void warnOfStrangers(Findings findings) {
        section.scoped().filter(entry -> !scopes.holds(entry.getKey())).forEach(entry ->
                findings.warning(entry.getValue().place(), "no effect, since " + entry.getKey()
                        + " is not among the nodes"
                        + Near.hint(entry.getKey(), scopes.words())));
    }
}
