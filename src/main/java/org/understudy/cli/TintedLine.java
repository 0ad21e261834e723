package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;

/** A line of coloured parts that knows how many columns it takes. */
final class TintedLine {
    private static final String CUT = "…";

    /** Text of one colour, without control characters. */
    private record Part(String text, Tint tint) {
    }

    private final List<Part> parts = new ArrayList<>();

    /** Adds text; what could move the cursor becomes a blank. */
    TintedLine add(String text, Tint tint) {
        parts.add(new Part(new Columns().add(text, 0).padded(), tint));
        return this;
    }

    TintedLine add(String text) {
        return add(text, Tint.PLAIN);
    }

    /** Adds a column of at least that width and two blanks behind it. */
    TintedLine column(String text, int width, Tint tint) {
        return add(text, tint).add(" ".repeat(Math.max(0, width - text.length()) + 2));
    }

    /** In so many columns at most, with a mark where it was cut. */
    String fit(int width, boolean colours) {
        StringBuilder line = new StringBuilder();
        int length = parts.stream().mapToInt(part -> part.text().length()).sum();
        int left = length > width ? width - CUT.length() : length;
        for (Part part : parts) {
            String text = part.text().substring(0, Math.min(left, part.text().length()));
            line.append(colours ? part.tint().on(text) : text);
            left -= text.length();
        }
        return length > width ? line + CUT : line.toString().stripTrailing();
    }
}
