package org.understudy.config;

/** Shows a piece of a file in a message: quoted, on one line, not too long. */
final class Quote {
    private static final int LONGEST = 80;

    private Quote() {
    }

    static String of(String text) {
        String line = text.replaceAll("\\s*\n\\s*", " ").replaceAll("\\p{Cntrl}", "?");
        return '"' + (line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…") + '"';
    }
}
