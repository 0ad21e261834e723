package org.understudy.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes in files: {@code 512}, {@code 100m}, {@code 1.5GiB}. */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile(
            "(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([kmgtpe]?)(i?b?)");
    private static final String UNITS = "kmgtpe";

    private Sizes() {
    }

    static Long parse(String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches() || size.group(2).isEmpty() && size.group(3).startsWith("i")) {
            throw new IllegalArgumentException(text);
        }
        int power = size.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(size.group(2));
        BigDecimal bytes = new BigDecimal(size.group(1))
                .multiply(BigDecimal.valueOf(1024).pow(power));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(text);
        }
        return bytes.longValue();
    }
}
