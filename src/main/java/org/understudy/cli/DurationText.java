package org.understudy.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number with a unit, {@code 300ms}, {@code 10s}, {@code 1h}, {@code 2d}; and back. */
final class DurationText implements ITypeConverter<Duration> {
    private static final int MAX_DIGITS = 9;

    @Override
    public Duration convert(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > MAX_DIGITS) {
            throw wrong(text);
        }
        long number = Long.parseLong(text.substring(0, digits));
        return switch (text.substring(digits)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw wrong(text);
        };
    }

    static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        long ms = duration.toMillis();
        if (ms % 1000 != 0) {
            return ms + "ms";
        }
        return ms % 60_000 != 0 ? ms / 1000 + "s" : ms / 60_000 + "m";
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException(
                "expected a duration with a unit such as 5m, got \"" + text + "\"");
    }
}
