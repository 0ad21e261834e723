package org.understudy.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.understudy.model.NodeName;

/** Checks what values are once references are replaced, for every node they hold on. */
final class Checker {
    private static final Pattern LOOKS_LIKE_A_COMMENT = Pattern.compile("\\s(;|#(\\s|$))");

    /** Something to be said of some nodes. */
    private record Remark(Place place, String text) {
    }

    private final Findings findings;
    private final List<NodeName> nodes;

    /** @param nodes where values are used */
    Checker(Findings findings, List<NodeName> nodes) {
        this.findings = findings;
        this.nodes = nodes;
    }

    /** The section's own values, and those it inherits that may be something else here. */
    void check(Lookup lookup) {
        Set<String> seen = new HashSet<>();
        for (Keyword<?> keyword : lookup.keywords().all()) {
            if (seen.add(keyword.name())) {
                for (Ini.Entry entry : entries(lookup.section(), keyword)) {
                    own(lookup, keyword, entry);
                }
                if (keyword.inherited() && entries(lookup.head(), keyword).stream()
                        .anyMatch(entry -> !Expansion.isVerbatim(entry.value()))) {
                    inherited(lookup, keyword);
                }
            }
        }
    }

    /** Values without references alone; what others are depends on the section that inherits. */
    void checkVerbatim(Lookup lookup) {
        Set<String> seen = new HashSet<>();
        lookup.keywords().all().stream().filter(keyword -> seen.add(keyword.name()))
                .forEach(keyword -> entries(lookup.section(), keyword).stream()
                        .filter(entry -> Expansion.isVerbatim(entry.value()))
                        .filter(entry -> !lookup.section().unsound().contains(entry.place()))
                        .forEach(entry -> verbatim(keyword, entry)));
    }

    /** @param remark receives what is wrong with free keys */
    void checkFree(Lookup lookup, BiConsumer<Place, String> remark) {
        lookup.section().entries().forEach((name, scopes) -> nodes.forEach(node ->
                lookup.section().find(name, lookup.scopes().on(node)).ifPresent(entry -> {
                    try {
                        lookup.evaluator().text(entry, lookup, node);
                    } catch (Unresolved e) {
                        e.all().forEach(one -> remark.accept(one.place(), one.getMessage()));
                    }
                })));
    }

    /** {@code  on n1, n2}, or nothing when it is all of them. */
    static String on(List<NodeName> some, List<NodeName> all) {
        return some.size() == all.size() ? "" : " on " + some.stream().map(NodeName::value)
                .collect(Collectors.joining(", "));
    }

    private static Collection<Ini.Entry> entries(Bound bound, Keyword<?> keyword) {
        return bound.entries().getOrDefault(keyword.name(), Map.of()).values();
    }

    private void own(Lookup lookup, Keyword<?> keyword, Ini.Entry entry) {
        if (lookup.section().unsound().contains(entry.place())) {
            return;
        }
        if (Expansion.isVerbatim(entry.value())) {
            verbatim(keyword, entry);
        } else {
            worked(lookup, keyword, entry, nodes.stream().filter(node -> lookup.find(keyword, node)
                    .filter(found -> found == entry).isPresent()).toList());
        }
    }

    private void verbatim(Keyword<?> keyword, Ini.Entry entry) {
        if (!fits(entry.value(), keyword)) {
            findings.error(entry.place(), "expected " + keyword.type().expected() + ", got "
                    + Quote.of(entry.value()) + wrongPart(entry.value(), keyword)
                    + (hasComment(entry.value()) ? "; a comment needs its own line" : ""));
        } else if (hasComment(entry.value())) {
            findings.warning(entry.place(), "a comment needs its own line, here it is part of the"
                    + " value " + Quote.of(entry.value()));
        }
    }

    private void inherited(Lookup lookup, Keyword<?> keyword) {
        Map<Place, List<NodeName>> users = new LinkedHashMap<>();
        Map<Place, Ini.Entry> used = new LinkedHashMap<>();
        for (NodeName node : nodes) {
            Optional<Ini.Entry> found = lookup.find(keyword, node)
                    .filter(entry -> !entries(lookup.section(), keyword).contains(entry))
                    .filter(entry -> !Expansion.isVerbatim(entry.value()));
            found.ifPresent(entry -> {
                used.put(entry.place(), entry);
                users.computeIfAbsent(entry.place(), place -> new ArrayList<>()).add(node);
            });
        }
        used.forEach((place, entry) -> worked(lookup, keyword, entry, users.get(place)));
    }

    private void worked(Lookup lookup, Keyword<?> keyword, Ini.Entry entry,
            List<NodeName> users) {
        Map<String, List<NodeName>> texts = new TreeMap<>();
        Map<Remark, List<NodeName>> remarks = new LinkedHashMap<>();
        for (NodeName node : users) {
            try {
                texts.computeIfAbsent(lookup.evaluator().text(entry, lookup, node),
                        text -> new ArrayList<>()).add(node);
            } catch (Unresolved e) {
                e.all().forEach(one -> remarks.computeIfAbsent(
                        new Remark(one.place(), one.getMessage()), remark -> new ArrayList<>())
                        .add(node));
            }
        }
        remarks.forEach((remark, some) -> findings.error(remark.place(),
                remark.text() + on(some, nodes).replaceFirst(" (.*)", " ($1)")));
        String in = entry.place().section().equals(lookup.name()) ? ""
                : " in [" + lookup.name() + "]";
        texts.forEach((text, some) -> {
            if (!fits(text, keyword)) {
                findings.error(entry.place(), "expected " + keyword.type().expected() + ", got "
                        + Quote.of(text) + wrongPart(text, keyword)
                        + (text.equals(entry.value()) ? "" : ", which is what "
                        + Quote.of(entry.value()) + " becomes" + in + on(some, nodes)));
            }
        });
    }

    /** Inside quotes these signs are data. */
    private static boolean hasComment(String value) {
        return value.indexOf('"') < 0 && value.indexOf('\'') < 0
                && LOOKS_LIKE_A_COMMENT.matcher(value).find();
    }

    /** The word of a longer value that is wrong, where the type says which. */
    private static String wrongPart(String value, Keyword<?> keyword) {
        try {
            keyword.type().parse(value);
        } catch (IllegalArgumentException e) {
            String part = String.valueOf(e.getMessage());
            return part.isEmpty() || part.equals(value) || !value.contains(part) ? ""
                    : ", in which " + Quote.of(part) + " is wrong";
        }
        return "";
    }

    static boolean fits(String value, Keyword<?> keyword) {
        try {
            keyword.type().parse(value);
            return !keyword.required() || !value.isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
