package org.understudy.model;

/**
 * A service's name, which is its file's name without {@code .conf} or {@code .env}.
 *
 * @param value up to 200 letters, digits, dots, dashes and underscores, so that files may be named
 *     after it; begins with a letter or digit
 */
public record ServiceName(String value) implements Comparable<ServiceName> {
    private static final int LONGEST = 200;

    public ServiceName {
        if (value.length() > LONGEST) {
            throw new IllegalArgumentException("expected a service name of " + LONGEST
                    + " characters or less, got " + value.length() + ": "
                    + value.substring(0, LONGEST / 10) + "…");
        }
        if (!isOne(value)) {
            throw new IllegalArgumentException("expected a service name of letters, digits, dots,"
                    + " dashes and underscores, got \"" + value + "\"");
        }
    }

    /** Whether a text is such a name. */
    public static boolean isOne(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
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
