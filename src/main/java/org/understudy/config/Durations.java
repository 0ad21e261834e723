package org.understudy.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time in files: {@code 10s}, {@code 1h30m}, {@code 200ms}. */
final class Durations {
    private static final Pattern PARTS = Pattern.compile("(\\d{1,9}(ms|[wdhms])){1,8}");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[wdhms])");
    private static final Map<String, Duration> UNITS = Map.of(
            "w", Duration.ofDays(7), "d", Duration.ofDays(1), "h", Duration.ofHours(1),
            "m", Duration.ofMinutes(1), "s", Duration.ofSeconds(1), "ms", Duration.ofMillis(1));
    /** Longer ones do not fit the monotonic clock's nanoseconds; nobody means them. */
    private static final Duration LONGEST = Duration.ofDays(36500);

    private Durations() {
    }

    static Duration parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!PARTS.matcher(lower).matches()) {
            throw new IllegalArgumentException(text);
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(lower);
        while (part.find()) {
            sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        }
        if (sum.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(text);
        }
        return sum;
    }

    /** As a file would say it: {@code 1h30m}, {@code 1s500ms}, {@code 0s}. */
    static String text(Duration duration) {
        String text = part(duration.toDays(), "d") + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m") + part(duration.toSecondsPart(), "s")
                + part(duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text;
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }
}
