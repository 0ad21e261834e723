package org.understudy.config;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What an expression is made of and becomes. */
sealed interface Operand {
    /** As it is written into a value. */
    String text();

    /** A number of at most 64 bits before the point and 15 digits behind it. */
    record Number(BigDecimal value) implements Operand {
        private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
        private static final int DIGITS = 15;

        /** @throws ArithmeticException when it is too large */
        public Number {
            if (value.abs().compareTo(LARGEST) > 0) {
                throw new ArithmeticException("expected numbers of at most 64 bits, got more");
            }
            value = value.scale() <= DIGITS ? value
                    : value.setScale(DIGITS, RoundingMode.HALF_EVEN);
        }

        static Number of(long value) {
            return new Number(BigDecimal.valueOf(value));
        }

        boolean isWhole() {
            return value.stripTrailingZeros().scale() <= 0;
        }

        @Override
        public String text() {
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
        }
    }

    /** True or false. */
    record Truth(boolean value) implements Operand {
        @Override
        public String text() {
            return String.valueOf(value);
        }
    }

    /** Text, quoted in the expression or a bare word. */
    record Text(String text) implements Operand {
    }
}
