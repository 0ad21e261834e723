package org.understudy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.model.Near;
import org.understudy.model.NodeName;

/**
 * Works out the values of one file: replaces references, calculates expressions. Each value is
 * worked out once for a node and section, however often it is referred to; depth, length and the
 * sum of all lengths are bounded.
 */
final class Evaluator {
    /** References to references to references. */
    static final int DEEPEST = 20;
    private static final int MOST = 8 << 20;
    /** Nobody reads more; and each costs a look at many words. */
    private static final int MOST_HINTS = 100;
    private static final int MOST_WORDS = 1000;
    private static final Pattern TRIGGER = Pattern.compile("(?i)(blocking_)?(pre|post)_\\w+");
    private static final Set<String> DEFERRED = Set.of("exposed_devs", "base_devs", "sub_devs");

    /** For whom a value is worked out. */
    private record Where(String section, NodeName node) {
    }

    /** A value being worked out, on behalf of the one before. */
    private record Frame(Ini.Entry entry, Lookup in, NodeName node, Frame before, int depth) {
        boolean isSame(Ini.Entry other, String section) {
            return entry == other && in.name().equals(section);
        }

        String word() {
            return in.name() + "." + entry.key() + " (line " + entry.place().line() + ")";
        }
    }

    /** What came of it. */
    private record Outcome(String text, Unresolved problem) {
    }

    private final Builtins.Origin origin;
    private final Findings findings;
    private final Map<String, Lookup> sections = new HashMap<>();
    private final Map<Ini.Entry, Map<Where, Outcome>> known = new IdentityHashMap<>();
    private int sum;
    private int hints;

    Evaluator(Builtins.Origin origin, Findings findings) {
        this.origin = origin;
        this.findings = findings;
    }

    /** Makes a section known to references. */
    void add(Lookup lookup) {
        sections.put(lookup.name(), lookup);
    }

    /** The section with this header, once it was added. */
    Optional<Lookup> section(String header) {
        return Optional.ofNullable(sections.get(header(header)));
    }

    /**
     * The value of an entry.
     *
     * @param in the section that uses it, which may be another than the one it stands in
     * @throws Unresolved when there is none
     */
    String text(Ini.Entry entry, Lookup in, NodeName node) {
        return text(entry, in, node, null);
    }

    private String text(Ini.Entry entry, Lookup in, NodeName node, Frame before) {
        if (Expansion.isVerbatim(entry.value()) || ResourceKeywords.COMMENT.isSpelt(entry.key())) {
            return entry.value();
        }
        Map<Where, Outcome> here = known.computeIfAbsent(entry, absent -> new HashMap<>());
        Where where = new Where(in.name(), node);
        Outcome outcome = here.get(where);
        if (outcome == null) {
            outcome = work(new Frame(entry, in, node, before,
                    before == null ? 0 : before.depth() + 1));
            here.put(where, outcome);
        }
        if (outcome.problem() != null) {
            throw outcome.problem();
        }
        return outcome.text();
    }

    private Outcome work(Frame frame) {
        try {
            String text = new Expansion(frame.entry(),
                    (reference, offset) -> resolve(reference, offset, frame))
                    .text(TRIGGER.matcher(Binder.name(frame.entry())).matches());
            sum += text.length();
            if (sum > MOST) {
                throw new Unresolved(frame.entry().place(), "expected at most " + MOST
                        + " characters in a file once references are replaced, got more");
            }
            return new Outcome(text, null);
        } catch (Unresolved e) {
            return new Outcome("", e);
        }
    }

    private String resolve(String text, int offset, Frame frame) {
        Place place = frame.entry().placeAt(offset);
        try {
            Reference reference = Reference.parse(text);
            return reference.of(value(reference.path(), place, frame));
        } catch (IllegalArgumentException e) {
            throw new Unresolved(place, e.getMessage());
        }
    }

    private String value(String path, Place place, Frame frame) {
        int dot = dot(path);
        if (dot >= 0) {
            Lookup section = sections.get(header(path.substring(0, dot)));
            return value(section, path.substring(dot + 1), path, place, frame);
        }
        Optional<String> builtin = Builtins.value(path, new Builtins.Spot(origin,
                frame.in().name(), frame.node()));
        if (builtin.isPresent()) {
            builtin.filter(text -> has(frame.in(), path)
                    && !Binder.name(frame.entry()).equalsIgnoreCase(path)).ifPresent(text ->
                    findings.warning(place, "{" + path + "} is " + Quote.of(text)
                            + " here, not the key " + path + " of the section, which is {"
                            + frame.in().name() + "." + path + "}"));
            return builtin.get();
        }
        Lookup head = sections.getOrDefault(Ini.DEFAULT, frame.in());
        Lookup section = knows(frame.in(), path) || !knows(head, path) ? frame.in() : head;
        return value(section, path, path, place, frame);
    }

    /** The value of a key, or of a keyword's preset. */
    private String value(Lookup section, String key, String path, Place place, Frame frame) {
        Optional<Ini.Entry> entry = entry(section, key, frame.node());
        if (entry.isPresent()) {
            checkPath(entry.get(), section, place, frame);
            return text(entry.get(), section, frame.node(), frame);
        }
        if (knows(section, key)) {
            throw new Unresolved(place, "{" + path + "} has no value here: [" + section.name()
                    + "] does not say " + key);
        }
        throw new Unresolved(place, unknown(path, section, frame));
    }

    private static Optional<Ini.Entry> entry(Lookup section, String key, NodeName node) {
        Optional<Keyword<?>> keyword = section.keywords().find(key);
        return keyword.isPresent()
                ? section.find(keyword.get(), node).or(() -> section.preset(keyword.get()))
                : section.section().find(key, section.scopes().on(node));
    }

    /** Whether the section may have this key, and has it where its keys are free. */
    private static boolean knows(Lookup section, String key) {
        return section.keywords().find(key).isPresent()
                || section.section().entries().containsKey(key);
    }

    private static boolean has(Lookup section, String key) {
        return section.section().entries().containsKey(
                section.keywords().find(key).<String>map(Keyword::name).orElse(key));
    }

    private void checkPath(Ini.Entry next, Lookup in, Place place, Frame frame) {
        List<String> path = new ArrayList<>();
        boolean round = false;
        for (Frame f = frame; f != null && !round; f = f.before()) {
            path.add(0, f.word());
            round = f.isSame(next, in.name());
        }
        if (round) {
            throw new Unresolved(place, "refers to itself: " + String.join(" -> ", path) + " -> "
                    + in.name() + "." + next.key());
        }
        if (frame.depth() >= DEEPEST) {
            throw new Unresolved(place, "expected references at most " + DEEPEST
                    + " deep, got more: " + String.join(" -> ", path.subList(0, 3))
                    + " -> … -> " + path.get(path.size() - 1));
        }
    }

    /** Where a path is split into section and key; negative when it is a key alone. */
    int dot(String path) {
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            if (sections.containsKey(header(path.substring(0, dot)))) {
                return dot;
            }
        }
        return -1;
    }

    private static String header(String name) {
        return name.equalsIgnoreCase(Ini.DEFAULT) ? Ini.DEFAULT : name;
    }

    private String unknown(String path, Lookup section, Frame frame) {
        int dot = dot(path);
        String key = path.substring(dot + 1);
        if (Builtins.isNotYet(path) || DEFERRED.stream().anyMatch(path::contains)
                || dot < 0 && path.startsWith("node.")) {
            return "the reference {" + path + "} is " + OpenSvc.NOT_YET;
        }
        String unknown = "unknown reference {" + path + "}";
        if (dot < 0 && (path.contains(".") || path.contains("#"))) {
            String header = path.replaceFirst("^([^#.]*(#[^.]*)?)\\..*", "$1");
            return unknown + ", there is no section [" + header + "]"
                    + Near.hint(header, headers());
        }
        if (++hints > MOST_HINTS) {
            return unknown;
        }
        Set<String> words = new TreeSet<>(words(section));
        if (dot < 0) {
            words.addAll(Builtins.words());
            words.addAll(words(sections.getOrDefault(Ini.DEFAULT, frame.in())));
        }
        return unknown + Near.to(key, words)
                .map(word -> ", did you mean {" + path.substring(0, dot + 1) + word + "}?")
                .orElse("; write \\{" + path + "} for that text itself");
    }

    private Set<String> headers() {
        return ++hints > MOST_HINTS ? Set.of()
                : sections.keySet().stream().limit(MOST_WORDS).collect(Collectors.toSet());
    }

    private static Set<String> words(Lookup section) {
        return Stream.concat(section.keywords().all().stream().map(Keyword::name),
                section.section().entries().keySet().stream()).limit(MOST_WORDS)
                .collect(Collectors.toSet());
    }
}
