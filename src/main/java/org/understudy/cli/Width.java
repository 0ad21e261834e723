package org.understudy.cli;

import org.jline.utils.WCWidth;

/**
 * How many columns text takes on a terminal: a character takes one, two or, an accent, none; what
 * would control it is shown as a blank.
 */
final class Width {
    static final String CUT = "…";

    private Width() {
    }

    static int of(String text) {
        return text.codePoints().map(Width::of).sum();
    }

    private static int of(int character) {
        return Character.isISOControl(character) ? 1 : Math.max(0, WCWidth.wcwidth(character));
    }

    /** As much of its beginning as there is room for. */
    static String head(String text, int room) {
        int left = room;
        int end = 0;
        while (end < text.length() && of(text.codePointAt(end)) <= left) {
            left -= of(text.codePointAt(end));
            end += Character.charCount(text.codePointAt(end));
        }
        return text.substring(0, end);
    }

    /** The whole text, or its beginning with a mark behind it. */
    static String cut(String text, int room) {
        return of(text) <= room ? text : head(text, room - CUT.length()) + CUT;
    }

    /** A name, or its beginning and end, by which it differs from those beside it. */
    static String name(String text, int room) {
        if (of(text) <= room) {
            return text;
        }
        int behind = room / 2;
        int from = text.length();
        while (from > 0 && of(text.substring(text.offsetByCodePoints(from, -1))) <= behind) {
            from = text.offsetByCodePoints(from, -1);
        }
        return head(text, room - behind - CUT.length()) + CUT + text.substring(from);
    }
}
