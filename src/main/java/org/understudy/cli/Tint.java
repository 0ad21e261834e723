package org.understudy.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The colours of status words on a terminal; the bright and the dark ones of any theme. */
enum Tint {
    PLAIN(""), BOLD("1"), GREEN("32"), RED("31"), YELLOW("33"), BLUE("34"), LIGHT("94");

    /** What --color takes; yes and no are always and never. */
    static final List<String> WHEN = List.of("auto", "always", "yes", "never", "no");

    private final String code;

    Tint(String code) {
        this.code = code;
    }

    /**
     * Whether there are to be any: with auto on a terminal that does not decline them.
     *
     * @param when one of {@link #WHEN}
     * @param environment see no-color.org, and TERM in environ(7)
     */
    static boolean wanted(String when, boolean terminal, Map<String, String> environment) {
        return switch (when) {
            case "always", "yes" -> true;
            case "never", "no" -> false;
            default -> terminal && environment.getOrDefault("NO_COLOR", "").isEmpty()
                    && !environment.getOrDefault("TERM", "").equals("dumb");
        };
    }

    /** @throws Failure when that is none of {@link #WHEN} */
    static void check(String when, String program) throws Failure {
        if (!WHEN.contains(when)) {
            throw Failure.usage("--color: expected auto, always or never, got " + when,
                    program + " --help");
        }
    }

    /** That of a status word, or of how a node or link is. */
    static Tint of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "up", "stdby up", "alive", "open" -> GREEN;
            case "down", "stdby down", "silent", "fenced" -> RED;
            case "warn", "unheard", "away" -> YELLOW;
            case "n/a", "undef", "left" -> LIGHT;
            default -> PLAIN;
        };
    }

    /** The text as a terminal is to show it. */
    String on(String text) {
        return this == PLAIN || text.isBlank() ? text
                : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
