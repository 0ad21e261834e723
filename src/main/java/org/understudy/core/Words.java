package org.understudy.core;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Facts as people write them. */
final class Words {
    private Words() {
    }

    /** {@code n1, n2}. */
    static String of(List<?> names) {
        return names.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** {@code 90s}, {@code 2m}, {@code 250ms}, {@code 3.3s}. */
    static String of(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toSeconds() == 0 ? duration.toMillis() + "ms"
                    : String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
        }
        boolean minutes = duration.toSecondsPart() == 0 && duration.toMinutes() > 1;
        return minutes ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
    }
}
