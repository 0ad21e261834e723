package org.understudy.config;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Matches the keys of a section to keywords and checks each value, for whichever node it is. */
final class Binder {
    private static final Pattern LOOKS_LIKE_A_KEY = Pattern.compile(
            "([A-Za-z_]+)(@\\S+)?\\s*[=:](\\s.*)?");
    private static final Pattern LOOKS_LIKE_A_COMMENT = Pattern.compile("\\s[#;](\\s|$)");

    private final Findings findings;

    Binder(Findings findings) {
        this.findings = findings;
    }

    /** @param unknown receives the entries no keyword fits */
    Bound bind(Ini.Block block, Keywords keywords, Consumer<Ini.Entry> unknown) {
        Bound bound = Bound.empty(block);
        for (Ini.Entry entry : block.entries()) {
            Optional<Keyword<?>> keyword = keywords.find(name(entry));
            if (keyword.isEmpty()) {
                unknown.accept(entry);
                continue;
            }
            String scope = scope(entry);
            checkSpelling(entry, keyword.get());
            checkScope(entry, scope, keyword.get());
            if (!swallowsAKey(entry, keywords)) {
                checkValue(entry, keyword.get());
            }
            bound.put(keyword.get(), scope, entry).ifPresent(first -> findings.error(entry.place(),
                    "set twice, first on line " + first.place().line() + " as " + first.key()));
        }
        return bound;
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
            findings.note(entry.place(), "older spelling of " + keyword.name());
        }
    }

    private void checkScope(Ini.Entry entry, String scope, Keyword<?> keyword) {
        if (!entry.key().contains("@")) {
            return;
        }
        if (OpenSvc.SCOPES.contains(scope)) {
            findings.error(entry.place(), "scope @" + scope + " is " + OpenSvc.NOT_YET);
        } else if (!keyword.scoped()) {
            findings.error(entry.place(), "expected " + keyword.name()
                    + " without a scope, since it is the same on every node, got @" + scope);
        } else if (!scope.matches("[a-z0-9][a-z0-9.-]{0,252}")) {
            findings.error(entry.place(), "expected " + keyword.name()
                    + "@node or " + keyword.name() + "@nodes, got " + Quote.of(entry.key()));
        }
    }

    private void checkValue(Ini.Entry entry, Keyword<?> keyword) {
        String value = entry.value();
        Optional<String> reference = keyword.equals(ResourceKeywords.COMMENT)
                ? Optional.empty() : OpenSvc.reference(value);
        if (reference.isPresent()) {
            findings.error(entry.place(), "references and expressions such as " + reference.get()
                    + " are " + OpenSvc.NOT_YET);
        } else if (!fits(value, keyword)) {
            findings.error(entry.place(),
                    "expected " + keyword.type().expected() + ", got " + Quote.of(value));
        } else if (hasComment(value)) {
            findings.warning(entry.place(), "a comment needs its own line, here it is part of the"
                    + " value " + Quote.of(value));
        }
    }

    /** Inside quotes these signs are data. */
    private static boolean hasComment(String value) {
        return value.indexOf('"') < 0 && value.indexOf('\'') < 0
                && LOOKS_LIKE_A_COMMENT.matcher(value).find();
    }

    private static boolean fits(String value, Keyword<?> keyword) {
        try {
            keyword.type().parse(value);
            return !keyword.required() || !value.isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Blanks pasted before a key turn it into a piece of the value above it. */
    private boolean swallowsAKey(Ini.Entry entry, Keywords keywords) {
        Optional<String> key = entry.value().lines().skip(1).map(LOOKS_LIKE_A_KEY::matcher)
                .filter(Matcher::matches).map(line -> line.group(1))
                .filter(name -> keywords.find(name).isPresent()).findFirst();
        key.ifPresent(name -> findings.error(entry.place(), "expected a value, got the key " + name
                + " in an indented line below, which continues the value;"
                + " remove the blanks before it"));
        return key.isPresent();
    }
}
