package org.understudy.cli;

/** Text in columns. String.format would do it too, but loads for longer than all the rest. */
final class Columns {
    private final StringBuilder row = new StringBuilder();

    /**
     * Adds a column of at least {@code width}; a longer value pushes the rest to the right. What
     * could move a terminal's cursor, a command's output say, becomes a blank.
     */
    Columns add(String value, int width) {
        return add(value, width, Tint.PLAIN);
    }

    /** The same in a colour, which takes no column. */
    Columns add(String value, int width, Tint tint) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            text.append(Character.isISOControl(value.charAt(i)) ? ' ' : value.charAt(i));
        }
        row.append(tint.on(text.toString()));
        row.append(" ".repeat(Math.max(0, width - value.length())));
        return this;
    }

    /** Adds a column and the blank that parts it from the next. */
    Columns next(String value, int width) {
        return next(value, width, Tint.PLAIN);
    }

    Columns next(String value, int width, Tint tint) {
        return add(value, width, tint).add(" ", 1);
    }

    /** The row with its trailing blanks. */
    String padded() {
        return row.toString();
    }

    /** The row without trailing blanks. */
    @Override
    public String toString() {
        return row.toString().stripTrailing();
    }
}
