package org.understudy.agent;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment as an operator types it: how long ago, or what a clock showed. */
final class Since {
    private static final Pattern AGO = Pattern.compile("(?:\\d{1,6}(?:ms|[smhd])){1,5}");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhd])");
    private static final Map<String, Duration> UNITS = Map.of("ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Since() {
    }

    /**
     * The moment. A time of day without a date is the last such time.
     *
     * @throws IllegalArgumentException for anything else, a number without a unit for instance
     */
    static Instant read(String text, Instant now, ZoneId zone) {
        if (AGO.matcher(text).matches()) {
            return now.minus(ago(text));
        }
        try {
            return clock(text.replace(' ', 'T'), now.atZone(zone)).toInstant();
        } catch (DateTimeException neither) {
            throw new IllegalArgumentException("since: expected a duration with a unit such as 1h,"
                    + " or a time such as 14:03 or 2026-03-01T14:03, got \"" + text + "\"");
        }
    }

    private static Duration ago(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    private static ZonedDateTime clock(String text, ZonedDateTime now) {
        if (text.indexOf('T') >= 0) {
            return LocalDateTime.parse(text).atZone(now.getZone());
        }
        if (text.indexOf('-') >= 0) {
            return LocalDate.parse(text).atStartOfDay(now.getZone());
        }
        ZonedDateTime today = now.toLocalDate().atTime(LocalTime.parse(text))
                .atZone(now.getZone());
        return today.isAfter(now) ? today.minusDays(1) : today;
    }
}
