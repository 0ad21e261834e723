package org.understudy.config;

/** Shows a piece of a file in a message: quoted, on one line, not too long. */
final class Quote {
    private static final int LONGEST = 80;
    /** Patterns take their time with a megabyte of blanks. */
    private static final int LOOKED_AT = 400;

    private Quote() {
    }

    static String of(String text) {
        String head = text.length() <= LOOKED_AT ? text : text.substring(0, LOOKED_AT);
        String line = head.replaceAll("\\s*[\n\t]\\s*", " ").replaceAll("\\p{Cntrl}", "?");
        return '"' + (line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…") + '"';
    }
}
