package org.understudy.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.understudy.model.Near;

/** All actions; an option that means nothing to one is refused, not ignored. */
final class Acts {
    private static final Set<String> ALWAYS = Set.of("--help", "--version", "--engine",
            "--color");
    private static final Map<String, List<Act>> CHAPTERS = chapters();
    private static final Map<String, Act> ALL = named();

    private Acts() {
    }

    private static Map<String, List<Act>> chapters() {
        Map<String, List<Act>> all = new LinkedHashMap<>();
        all.put("Day to day", ActsOnServices.ALL);
        all.put("Looking", ActsThatLook.ALL);
        all.put("Configuring", ActsOnFiles.ALL);
        all.put("The cluster", ActsOfCluster.ALL);
        all.put("A node", ActsOfNode.ALL);
        return all;
    }

    private static Map<String, Act> named() {
        Map<String, Act> all = new LinkedHashMap<>();
        for (List<Act> chapter : CHAPTERS.values()) {
            for (Act act : chapter) {
                all.put(act.name(), act.isAlias() ? all.get(act.as()).named(act.name()) : act);
            }
        }
        return all;
    }

    /** The actions by what they are for. */
    static Map<String, List<Act>> byChapter() {
        return CHAPTERS;
    }

    /** Every action by its name, other words for one behind it. */
    static Map<String, Act> all() {
        return ALL;
    }

    static boolean isOne(String action) {
        return ALL.containsKey(action);
    }

    /** Whether words behind an action are its operands. */
    static boolean takesWords(String action) {
        Act act = ALL.get(action);
        return act != null && !act.takes().isEmpty();
    }

    /** Those that begin with these words: {@code node}, {@code cluster config}. */
    static List<Act> under(String words) {
        return ALL.values().stream().filter(act -> act.name().startsWith(words + " ")).toList();
    }

    /** Pairs in their order: a word, what is said of it, the next word, … */
    static Map<String, String> ordered(String... pairs) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(pairs[i], pairs[i + 1]);
        }
        return Collections.unmodifiableMap(all);
    }

    /** The action that words begin with, or that stands behind the first of them. */
    static Optional<Act> begun(List<String> words) {
        for (int from = 0; from < Math.min(2, words.size()); from++) {
            for (int to = Math.min(from + 3, words.size()); to > from; to--) {
                Act act = ALL.get(String.join(" ", words.subList(from, to)).replace('_', ' '));
                if (act != null) {
                    return Optional.of(act);
                }
            }
        }
        return Optional.empty();
    }

    /** Where to read about an action, or about what begins with its first word. */
    static String help(String action) {
        String first = action.split(" ")[0];
        return isOne(action) ? "svcmgr " + action + " --help"
                : under(first).isEmpty() ? "svcmgr --help" : "svcmgr " + first + " --help";
    }

    /** That there is no such action, and which may be meant; services may stand before it. */
    static Failure unknown(List<String> words) {
        String typed = String.join(" ", words);
        Optional<Failure> leftOut = LeftOut.of(words);
        if (leftOut.isPresent()) {
            return leftOut.get();
        }
        Optional<Act> whole = begun(words).filter(act -> typed.startsWith(act.name() + " "));
        if (whole.isPresent()) {
            return Failure.usage(whole.get().name() + ": expected no words behind it, got \""
                    + typed.substring(whole.get().name().length() + 1) + "\"",
                    help(whole.get().name()));
        }
        String meant = near(typed, words).orElse("");
        return Failure.usage("unsupported action: " + typed
                + (meant.isEmpty() ? "" : ", did you mean " + meant + "?"),
                help(meant.isEmpty() ? typed : meant));
    }

    /** Behind a first word that is right only the others can be slips. */
    private static Optional<String> near(String typed, List<String> words) {
        String behind = words.size() < 2 ? typed : String.join(" ", words.subList(1, words.size()));
        List<Act> under = under(words.get(0));
        String first = words.get(0) + " ";
        return under.isEmpty()
                ? Near.to(typed, ALL.keySet()).or(() -> Near.to(behind, ALL.keySet()))
                : Near.to(behind, under.stream().map(Act::name)
                        .map(name -> name.substring(first.length())).toList()).map(first::concat);
    }

    /** Refuses what does not apply; an action that nobody knows is refused elsewhere. */
    static void check(String action, List<String> options) throws Failure {
        Act act = ALL.get(action);
        if (act == null || options.isEmpty()) {
            return;
        }
        Set<String> known = act.options();
        Set<String> strange = new LinkedHashSet<>(options);
        strange.removeAll(ALWAYS);
        strange.removeAll(known);
        if (!strange.isEmpty()) {
            throw Failure.usage(action + ": " + String.join(", ", strange) + (strange.size() == 1
                    ? " does not apply" : " do not apply"), help(action));
        }
    }
}
