package org.understudy.cli;

/** Text in columns. String.format would do it too, but loads for longer than all the rest. */
final class Columns {
    private final StringBuilder row = new StringBuilder();

    /**
     * Adds a column of at least {@code width}; a longer value pushes the rest to the right. What
     * could move a terminal's cursor, a command's output say, becomes a blank.
     */
    Columns add(String value, int width) {
        for (int i = 0; i < value.length(); i++) {
            row.append(Character.isISOControl(value.charAt(i)) ? ' ' : value.charAt(i));
        }
        row.append(" ".repeat(Math.max(0, width - value.length())));
        return this;
    }

    /** Adds a column and the blank that parts it from the next. */
    Columns next(String value, int width) {
        return add(value, width).add(" ", 1);
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
