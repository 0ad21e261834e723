package org.understudy.config;

import java.util.List;

/** Blanks that begin every line of a file, as in text pasted from a manual. */
final class Indent {
    private Indent() {
    }

    /** Where the first line begins: some editors put a byte order mark before it. */
    static int begin(String text) {
        return text.startsWith("\uFEFF") ? 1 : 0;
    }

    static String common(List<String> lines) {
        List<String> filled = lines.stream().filter(line -> !line.isBlank()).toList();
        if (filled.isEmpty()) {
            return "";
        }
        String first = filled.get(0);
        String indent = first.substring(0, first.length() - first.stripLeading().length());
        return filled.stream().allMatch(line -> line.startsWith(indent)) ? indent : "";
    }
}
