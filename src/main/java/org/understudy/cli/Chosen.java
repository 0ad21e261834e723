package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The services that are meant.
 *
 * @param names in the order of the words, of one word in that of their names
 * @param code 1 when a word meant none
 */
record Chosen(List<String> names, int code) {
    private static final List<String> WORDS = List.of("up", "down", "warn", "n/a", "undef",
            "stdby up", "stdby down");

    /** Whether the words are names, so that nobody has to be asked about them. */
    static boolean isPlain(List<String> words, List<String> states) {
        boolean plain = states.isEmpty();
        for (String word : words) {
            plain &= isName(word);
        }
        return plain;
    }

    /** Whether a word is no more than the name of one service. */
    static boolean isName(String word) {
        for (int i = 0; i < word.length(); i++) {
            if ("*?[!+=<>~:".indexOf(word.charAt(i)) >= 0) {
                return false;
            }
        }
        return !word.startsWith("all") || !word.endsWith("services");
    }

    /**
     * Says on the screen which words mean none.
     *
     * @param words which services; all when there are none
     * @param states only those that are one of these; all when there are none
     * @throws Failure when nothing is left
     */
    static Chosen of(Census census, Screen screen, List<String> words, List<String> states)
            throws Failure {
        Selector selector = new Selector(census);
        Set<String> names = new LinkedHashSet<>();
        Failure missed = null;
        for (String word : words.isEmpty() ? List.of("allservices") : words) {
            try {
                names.addAll(selector.of(word));
            } catch (Failure e) {
                if (e.code() == Failure.USAGE) {
                    throw e;
                }
                missed = told(screen, missed, e);
            }
        }
        for (Map.Entry<String, Failure> one : selector.leftOut().entrySet()) {
            missed = told(screen, missed, Failure.of(one.getKey() + ": left out, since its file"
                    + " cannot be asked: " + one.getValue().getMessage(), "svcmgr -s "
                    + one.getKey() + " explain"));
        }
        if (names.isEmpty()) {
            throw missed;
        }
        if (missed != null) {
            screen.fail(missed);
        }
        return new Chosen(states.isEmpty() ? List.copyOf(names)
                : such(census, names, states), missed == null ? 0 : Failure.FAILED);
    }

    private static Failure told(Screen screen, Failure before, Failure now) {
        if (before != null) {
            screen.fail(before);
        }
        return now;
    }

    private static List<String> such(Census census, Set<String> names, List<String> states)
            throws Failure {
        for (String state : states) {
            if (!WORDS.contains(state)) {
                throw Failure.usage("--status: expected " + String.join(", ", WORDS) + ", got \""
                        + state + "\"", "svcmgr --status down ls");
            }
        }
        List<String> such = new ArrayList<>();
        for (String name : names) {
            if (census.status(name).filter(one -> states.contains(one.overall())).isPresent()) {
                such.add(name);
            }
        }
        if (such.isEmpty()) {
            throw Failure.of("--status: none of " + String.join(", ", names) + " is "
                    + String.join(" or ", states),
                    "svcmon -s " + String.join(",", names));
        }
        return such;
    }
}
