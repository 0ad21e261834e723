package org.understudy.config;

/**
 * A place in a file.
 *
 * @param line from 1; 0 for the file as a whole
 * @param column from 1; 0 for the line as a whole
 * @param section header, empty outside of any
 * @param key as spelt in the file, scope included; empty for the section as a whole
 */
public record Place(int line, int column, String section, String key) {
    /** The file as a whole. */
    public static final Place FILE = new Place(0, 0, "", "");

    static Place of(int line, int column) {
        return new Place(line, column, "", "");
    }

    Place at(String name) {
        return new Place(line, column, section, name);
    }

    /** What follows the file's name: {@code :12:1 [fs#1] mnt}. */
    @Override
    public String toString() {
        return (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column)
                + (section.isEmpty() ? "" : " [" + section + "]")
                + (key.isEmpty() ? "" : " " + key);
    }
}
