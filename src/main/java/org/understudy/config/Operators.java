package org.understudy.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** What the signs between two operands do; what they cannot do is an ArithmeticException. */
final class Operators {
    /** Loosest first; those of one level from left to right. */
    static final List<List<String>> LEVELS = List.of(List.of("|"), List.of("^"), List.of("&"),
            List.of("+", "-"), List.of("*", "//", "/", "%"));
    static final List<String> COMPARISONS = List.of("==", "!=", "<=", ">=", "<", ">");

    private static final int MOST_DIGITS = 15;
    private static final int LARGEST_POWER = 1000;
    private static final Map<String, BinaryOperator<BigDecimal>> NUMBERS = Map.of(
            "+", BigDecimal::add, "-", BigDecimal::subtract, "*", BigDecimal::multiply,
            "/", Operators::quotient, "//", Operators::floor, "%", Operators::remainder,
            "**", Operators::power);

    private Operators() {
    }

    static Operand apply(String sign, Operand a, Operand b) {
        if (sign.equals("+") && a instanceof Operand.Text && b instanceof Operand.Text) {
            return new Operand.Text(a.text() + b.text());
        }
        if ("&|^".contains(sign)) {
            return bits(sign, a, b);
        }
        return new Operand.Number(
                NUMBERS.get(sign).apply(number(sign, a).value(), number(sign, b).value()));
    }

    static boolean compare(String sign, Operand a, Operand b) {
        boolean equal = a instanceof Operand.Number one && b instanceof Operand.Number other
                ? one.value().compareTo(other.value()) == 0 : a.equals(b);
        if (sign.equals("==") || sign.equals("!=")) {
            return equal == sign.equals("==");
        }
        int order = order(sign, a, b);
        return sign.startsWith("<") ? order < 0 || equal && sign.endsWith("=")
                : order > 0 || equal && sign.endsWith("=");
    }

    static boolean truth(String sign, Operand operand) {
        if (operand instanceof Operand.Truth truth) {
            return truth.value();
        }
        throw wrong("true or false", sign, operand);
    }

    static Operand.Number number(String sign, Operand operand) {
        if (operand instanceof Operand.Number number) {
            return number;
        }
        throw wrong("a number", sign, operand);
    }

    private static int order(String sign, Operand a, Operand b) {
        if (a instanceof Operand.Text && b instanceof Operand.Text) {
            return a.text().compareTo(b.text());
        }
        return number(sign, a).value().compareTo(number(sign, b).value());
    }

    private static Operand bits(String sign, Operand a, Operand b) {
        if (a instanceof Operand.Truth one && b instanceof Operand.Truth other) {
            return new Operand.Truth(bits(sign, one.value() ? 1 : 0, other.value() ? 1 : 0) == 1);
        }
        return Operand.Number.of(bits(sign, whole(sign, a), whole(sign, b)));
    }

    private static long bits(String sign, long a, long b) {
        return sign.equals("&") ? a & b : sign.equals("|") ? a | b : a ^ b;
    }

    private static long whole(String sign, Operand operand) {
        if (!number(sign, operand).isWhole()) {
            throw wrong("a whole number", sign, operand);
        }
        return number(sign, operand).value().longValueExact();
    }

    private static BigDecimal quotient(BigDecimal a, BigDecimal b) {
        return a.divide(notZero(b), MOST_DIGITS, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal floor(BigDecimal a, BigDecimal b) {
        return a.divide(notZero(b), 0, RoundingMode.FLOOR);
    }

    /** With the sign of the divisor, as OpenSVC has it. */
    private static BigDecimal remainder(BigDecimal a, BigDecimal b) {
        return a.subtract(floor(a, b).multiply(b));
    }

    private static BigDecimal power(BigDecimal a, BigDecimal b) {
        if (b.stripTrailingZeros().scale() > 0
                || b.abs().compareTo(BigDecimal.valueOf(LARGEST_POWER)) > 0) {
            throw new ArithmeticException("expected a whole number of at most " + LARGEST_POWER
                    + " after **, got " + Quote.of(new Operand.Number(b).text()));
        }
        if (a.signum() == 0 && b.signum() < 0) {
            throw new ArithmeticException("division by zero");
        }
        return a.pow(b.intValueExact(), MathContext.DECIMAL128);
    }

    private static BigDecimal notZero(BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw new ArithmeticException("division by zero");
        }
        return divisor;
    }

    private static ArithmeticException wrong(String expected, String sign, Operand got) {
        return new ArithmeticException("expected " + expected + " beside " + sign + ", got "
                + Quote.of(got.text()));
    }
}
