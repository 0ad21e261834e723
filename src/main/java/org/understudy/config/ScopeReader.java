package org.understudy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.understudy.model.Near;
import org.understudy.model.NodeName;

/**
 * Reads the keys that say which nodes there are. They are the same on every node, so they are read
 * before there are scopes.
 */
final class ScopeReader {
    /** Each key is looked up for each of them. */
    private static final int MOST = 64;

    private final Sheet.Origin origin;
    private final Bound defaults;
    private final Findings findings;
    private final Map<NodeName, Set<String>> spellings = new HashMap<>();
    private Lookup lookup;

    ScopeReader(Sheet.Origin origin, Bound defaults, Findings findings) {
        this.origin = origin;
        this.defaults = defaults;
        this.findings = findings;
    }

    Scopes read(Ini ini) {
        Findings silent = new Findings(origin.source().name());
        Scopes none = Scopes.of(List.of());
        Evaluator evaluator = new Evaluator(origin.builtins(), silent);
        lookup = new Lookup(defaults, Bound.empty(defaults.block()), Legacy.KEYWORDS, none,
                evaluator);
        evaluator.add(lookup);
        Binder quiet = new Binder(silent, Scopes.WORDS);
        Sheet.FREE.forEach(name -> ini.section(name).ifPresent(block -> evaluator.add(
                new Lookup(quiet.bindFree(block), Bound.empty(block), Keywords.of(), none,
                        evaluator))));
        List<NodeName> nodes = names(ServiceKeywords.NODES);
        List<NodeName> all = nodes.isEmpty() ? List.of(origin.self()) : nodes;
        List<NodeName> drpnodes = names(ServiceKeywords.DRPNODES);
        return new Scopes(new Scopes.Groups(first(all), drpnodes,
                names(ServiceKeywords.ENCAPNODES),
                one(ServiceKeywords.FLEX_PRIMARY).or(() -> all.stream().findFirst()),
                one(ServiceKeywords.DRP_FLEX_PRIMARY).or(() -> drpnodes.stream().findFirst())),
                spellings);
    }

    /** Those on which an older file starts the service come first. */
    private List<NodeName> first(List<NodeName> nodes) {
        List<NodeName> first = names(Legacy.AUTOSTART_NODE);
        List<String> known = nodes.stream().map(NodeName::value).toList();
        first.stream().filter(node -> !nodes.contains(node)).forEach(node ->
                findings.error(place(Legacy.AUTOSTART_NODE), "expected nodes of the service, got "
                        + node + Near.hint(node.value(), known)));
        return Legacy.reordered(nodes, first);
    }

    /** None where the list cannot be read, which is reported when values are checked. */
    private List<NodeName> names(Keyword<List<NodeName>> keyword) {
        List<NodeName> names = text(keyword).flatMap(text -> parse(keyword, text))
                .orElse(List.of());
        List<NodeName> known = new ArrayList<>(new LinkedHashSet<>(
                names.stream().map(this::canonical).toList()));
        if (known.size() < names.size()) {
            findings.error(place(keyword), "expected each node once, got " + Quote.of(
                    text(keyword).orElse("")) + ", where two names mean one node");
        }
        if (known.size() > MOST) {
            findings.error(place(keyword), "expected at most " + MOST + " nodes, got "
                    + known.size());
            return known.subList(0, MOST);
        }
        return known;
    }

    private Optional<NodeName> one(Keyword<NodeName> keyword) {
        return text(keyword).flatMap(text -> parse(keyword, text)).map(this::canonical);
    }

    private NodeName canonical(NodeName name) {
        NodeName canonical = origin.members().canonical(name);
        if (!canonical.equals(name)) {
            spellings.computeIfAbsent(canonical, absent -> new LinkedHashSet<>())
                    .add(name.value());
        }
        return canonical;
    }

    private Optional<String> text(Keyword<?> keyword) {
        try {
            return lookup.text(keyword, origin.self());
        } catch (Unresolved reported) {
            return Optional.empty();
        }
    }

    private static <T> Optional<T> parse(Keyword<T> keyword, String text) {
        try {
            return Optional.of(keyword.type().parse(text));
        } catch (IllegalArgumentException reported) {
            return Optional.empty();
        }
    }

    private Place place(Keyword<?> keyword) {
        return lookup.find(keyword, origin.self()).map(Ini.Entry::place)
                .orElse(defaults.block().place().at(keyword.name()));
    }
}
