package org.understudy.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the example in what a type says of its values. */
final class Samples {
    private static final Pattern SAMPLE = Pattern.compile(
            "such as ([^\\s,]+)|one of ([^,]+?)(?:,.*|$)|^(true) or false$");

    private Samples() {
    }

    /** {@code 10s} of {@code a duration with a unit such as 10s}. */
    static Optional<String> in(String expected) {
        Matcher found = SAMPLE.matcher(expected);
        if (!found.find()) {
            return Optional.empty();
        }
        return Optional.ofNullable(found.group(1)).or(() -> Optional.ofNullable(found.group(2)))
                .or(() -> Optional.ofNullable(found.group(3)));
    }
}
