package org.understudy.core;

import java.time.Duration;

/** Facts as people write them. */
final class Words {
    private Words() {
    }

    /** {@code 90s}, {@code 2m}, {@code 250ms}. */
    static String of(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        boolean minutes = duration.toSecondsPart() == 0 && duration.toMinutes() > 1;
        return minutes ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
    }
}
