package org.understudy.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long ago, {@code 90s}, {@code 1h30m}, {@code 2d}; or what a clock showed. */
final class SinceText implements ITypeConverter<String> {
    private static final Pattern AGO = Pattern.compile("(?:\\d{1,6}(?:ms|[smhd])){1,5}");
    private static final Pattern CLOCK = Pattern.compile("(?:\\d{4}-\\d\\d-\\d\\d(?:[ T]|$))?"
            + "(?:\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,3})?)?)?");

    @Override
    public String convert(String text) {
        boolean clock = !text.isBlank() && CLOCK.matcher(text).matches();
        if (!clock && !AGO.matcher(text).matches()) {
            throw new TypeConversionException("expected a duration with a unit such as 1h, or a"
                    + " time such as 14:03 or 2026-03-01T14:03, got \"" + text + "\"");
        }
        return text;
    }
}
