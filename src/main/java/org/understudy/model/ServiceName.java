package org.understudy.model;

/**
 * A service's name, which is its file's name without {@code .conf} or {@code .env}.
 *
 * @param value letters, digits, dots, dashes and underscores; begins with a letter or digit
 */
public record ServiceName(String value) implements Comparable<ServiceName> {
    public ServiceName {
        if (!isOne(value)) {
            throw new IllegalArgumentException("expected a service name of letters, digits, dots,"
                    + " dashes and underscores, got \"" + value + "\"");
        }
    }

    /** Whether a text is such a name. */
    public static boolean isOne(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
    }

    @Override
    public int compareTo(ServiceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
