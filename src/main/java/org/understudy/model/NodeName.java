package org.understudy.model;

import java.util.Locale;

/**
 * A node's name as its host name gives it, lower-cased: {@code n1}, {@code deb1.opensvc.com}.
 *
 * @param value letters, digits, dots and dashes; begins with a letter or digit
 */
public record NodeName(String value) implements Comparable<NodeName> {
    public NodeName {
        value = value.toLowerCase(Locale.ROOT);
        if (!valid(value)) {
            throw new IllegalArgumentException(
                    "expected a node name of letters, digits, dots and dashes, got \""
                            + value + "\"");
        }
    }

    /** Whether it is a node's name as it is written here, in lower case. */
    public static boolean valid(String text) {
        return text.matches("[a-z0-9][a-z0-9.-]{0,252}");
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
