package org.understudy.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Matches the keys of a section to keywords, whichever way they are spelt. */
final class Binder {
    private static final Pattern LOOKS_LIKE_A_KEY = Pattern.compile(
            "([A-Za-z_]+)(@\\S+)?\\s*[=:](\\s.*)?");

    private final Findings findings;
    private final List<String> scopes;

    /** @param scopes the words a scope may be, other than a node's name */
    Binder(Findings findings, List<String> scopes) {
        this.findings = findings;
        this.scopes = scopes;
    }

    /** @param unknown receives the entries no keyword fits */
    Bound bind(Ini.Block block, Keywords keywords, Consumer<Ini.Entry> unknown) {
        Bound bound = Bound.empty(block);
        for (Ini.Entry entry : block.entries()) {
            Optional<Keyword<?>> keyword = keywords.find(name(entry));
            if (keyword.isPresent()) {
                known(entry, keyword.get(), keywords, bound);
            } else if (Legacy.isSwitch(entry)) {
                Legacy.switches(entry, findings).forEach((scope, value) ->
                        put(Legacy.target(entry), scope, value, bound));
            } else {
                unknown.accept(entry);
            }
        }
        return bound;
    }

    /** A section whose keys are free; their case counts. */
    Bound bindFree(Ini.Block block) {
        Bound bound = Bound.empty(block);
        for (Ini.Entry entry : block.entries()) {
            checkScope(entry, scope(entry), name(entry));
            put(name(entry), scope(entry), entry, bound);
        }
        return bound;
    }

    /** A section nobody knows the keywords of. */
    static Bound raw(Ini.Block block) {
        Bound bound = Bound.empty(block);
        block.entries().forEach(entry -> bound.put(name(entry), scope(entry), entry));
        return bound;
    }

    private void known(Ini.Entry entry, Keyword<?> keyword, Keywords keywords, Bound bound) {
        String scope = scope(entry);
        checkSpelling(entry, keyword);
        if (!keyword.scoped() && entry.key().contains("@")) {
            findings.error(entry.place(), "expected " + keyword.name()
                    + " without a scope, since it is the same on every node, got @" + scope);
        } else {
            checkScope(entry, scope, keyword.name());
        }
        if (swallowsAKey(entry, keywords)) {
            bound.unsound().add(entry.place());
        }
        put(keyword.name(), scope, entry, bound);
    }

    private void put(String name, String scope, Ini.Entry entry, Bound bound) {
        bound.put(name, scope, entry).ifPresent(first -> findings.error(entry.place(),
                "set twice, first on line " + first.place().line() + " as " + first.key()));
    }

    /** The key without its scope. */
    static String name(Ini.Entry entry) {
        int at = entry.key().indexOf('@');
        return at < 0 ? entry.key() : entry.key().substring(0, at);
    }

    /** The scope, lower-cased as node names are; empty where there is none. */
    static String scope(Ini.Entry entry) {
        int at = entry.key().indexOf('@');
        return at < 0 ? "" : entry.key().substring(at + 1).toLowerCase(Locale.ROOT);
    }

    private void checkSpelling(Ini.Entry entry, Keyword<?> keyword) {
        if (!name(entry).equalsIgnoreCase(keyword.name())) {
            findings.note(entry.place(), (OpenSvc.isNewer(keyword.name(), name(entry)) ? "newer"
                    : "older") + " spelling of " + keyword.name());
        }
    }

    private void checkScope(Ini.Entry entry, String scope, String name) {
        if (!entry.key().contains("@")) {
            return;
        }
        if (Scopes.WORDS.contains(scope) && !scopes.contains(scope)) {
            findings.error(entry.place(), "expected " + name + "@node or " + name
                    + "@nodes, since there are no " + scope + " here, got @" + scope);
        } else if (!scope.matches("[a-z0-9][a-z0-9.-]{0,252}") && !Scopes.WORDS.contains(scope)) {
            findings.error(entry.place(), "expected " + name
                    + "@node or " + name + "@nodes, got " + Quote.of(entry.key()));
        }
    }

    /** Of the file, where the value goes on with this key. */
    private static int line(Ini.Entry entry, String key) {
        int before = entry.value().indexOf("\n" + key);
        return entry.placeAt(before + 1).line();
    }

    /** Blanks pasted before a key turn it into a piece of the value above it. */
    private boolean swallowsAKey(Ini.Entry entry, Keywords keywords) {
        if (entry.pieces().size() < 2) {
            return false;
        }
        Optional<String> key = entry.value().lines().skip(1).map(LOOKS_LIKE_A_KEY::matcher)
                .filter(Matcher::matches).map(line -> line.group(1))
                .filter(name -> keywords.find(name).isPresent()).findFirst();
        key.ifPresent(name -> findings.error(entry.place(), "expected a value, got the key " + name
                + " in the indented line " + line(entry, name) + ", which continues the value;"
                + " remove the blanks before it"));
        return key.isPresent();
    }
}
