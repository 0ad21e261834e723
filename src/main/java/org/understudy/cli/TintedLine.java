package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A line of coloured parts that knows how many columns it takes. */
final class TintedLine {
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
        return add(text, tint).add(" ".repeat(Math.max(0, width - Width.of(text)) + 2));
    }

    /** In so many columns at most, with a mark where it was cut. */
    String fit(int width, boolean colours) {
        StringBuilder line = new StringBuilder();
        int length = width();
        int left = length > width ? width - Width.CUT.length() : length;
        for (Part part : parts) {
            String text = Width.head(part.text(), left);
            line.append(colours ? part.tint().on(text) : text);
            left = text.equals(part.text()) ? left - Width.of(text) : 0;
        }
        return length > width ? line + Width.CUT : line.toString().stripTrailing();
    }

    /** How many columns it takes, without blanks at its end. */
    int width() {
        return Width.of(parts.stream().map(Part::text).collect(Collectors.joining())
                .stripTrailing());
    }
}
