package org.understudy.cli;

import java.util.Locale;

/** The colours of status words on a terminal; the bright and the dark ones of any theme. */
enum Tint {
    PLAIN(""), BOLD("1"), GREEN("32"), RED("31"), YELLOW("33"), BLUE("34"), LIGHT("94");

    private final String code;

    Tint(String code) {
        this.code = code;
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
