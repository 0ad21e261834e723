package org.understudy.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.model.Near;
import org.understudy.model.NodeName;

/** Asks a service file for the value of one key on one node. */
final class Question {
    private final Sheet sheet;
    private final String path;

    Question(Sheet sheet, String path) {
        this.sheet = sheet;
        this.path = path;
    }

    /** @throws Unresolved when there is no such key, it has no value there, or a wrong one */
    Evaluation answer(NodeName node) {
        NodeName known = known(node);
        if (path.contains("@")) {
            throw new Unresolved(Place.FILE, "expected a key without a scope, since the node"
                    + " decides which one holds, got " + Quote.of(path));
        }
        int dot = sheet.head().evaluator().dot(path);
        if (dot < 0 && (path.contains("#") || path.matches("(env|labels)\\..*"))) {
            throw new Unresolved(Place.FILE, "no section for " + Quote.of(path));
        }
        Lookup lookup = dot < 0 ? sheet.head()
                : sheet.section(path.substring(0, dot)).orElse(sheet.head());
        String key = path.substring(dot + 1);
        Optional<Keyword<?>> keyword = lookup.keywords().find(key);
        return keyword.isPresent() ? declared(lookup, keyword.get(), known)
                : free(lookup, key, known);
    }

    private NodeName known(NodeName node) {
        List<NodeName> places = sheet.head().scopes().places();
        NodeName known = Members.among(places, node);
        if (!places.contains(known)) {
            throw new Unresolved(Place.FILE, "expected one of its nodes "
                    + places.stream().map(NodeName::value).collect(Collectors.joining(", "))
                    + ", got " + node);
        }
        return known;
    }

    private Evaluation declared(Lookup lookup, Keyword<?> keyword, NodeName on) {
        Optional<Ini.Entry> said = lookup.find(keyword, on);
        Ini.Entry entry = said.or(() -> lookup.preset(keyword)).orElseThrow(() ->
                new Unresolved(lookup.section().block().place().at(keyword.name()),
                        "not said for " + on + ", and it has no preset"));
        String text = lookup.evaluator().text(entry, lookup, on);
        if (!Checker.fits(text, keyword)) {
            throw new Unresolved(entry.place(), "expected " + keyword.type().expected()
                    + ", got " + Quote.of(text));
        }
        return new Evaluation(lookup.name(), keyword.name(), said.map(Ini.Entry::place),
                entry.value(), text);
    }

    private Evaluation free(Lookup lookup, String key, NodeName on) {
        Ini.Entry entry = lookup.section().find(key, lookup.scopes().on(on)).orElseThrow(() ->
                new Unresolved(lookup.section().block().place().at(key), "unknown key"
                        + Near.hint(key, Stream.concat(
                                lookup.section().entries().keySet().stream(),
                                lookup.keywords().all().stream().map(Keyword::name))
                                .toList())));
        return new Evaluation(lookup.name(), key, Optional.of(entry.place()), entry.value(),
                lookup.evaluator().text(entry, lookup, on));
    }
}
