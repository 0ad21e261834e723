package org.understudy.config;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One wish of an operator as typed: {@code [section.]key=value}, or with another operator.
 *
 * @param path section and key
 * @param operator what is to become of the value
 * @param index where {@code +=} puts the element; the end unless said
 * @param value on one line, perhaps empty
 */
record Change(String path, Operator operator, OptionalInt index, String value) {
    private static final Pattern INDEXED = Pattern.compile("(.*)\\[(\\d{1,4})]");

    /** What is done with the value. */
    enum Operator {
        SET("="), ADD("+="), REMOVE("-="), ENSURE("|=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        private static Operator of(String sign) {
            for (Operator operator : values()) {
                if (operator.sign.equals(sign)) {
                    return operator;
                }
            }
            return SET;
        }
    }

    /** @throws IllegalArgumentException with a message for the operator */
    static Change parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "malformed kw expression: no '=' in '" + text + "'");
        }
        Operator operator = Operator.of(text.substring(Math.max(0, equals - 1), equals + 1));
        String path = text.substring(0, equals - operator.sign.length() + 1).strip();
        String value = text.substring(equals + 1).strip();
        Matcher indexed = INDEXED.matcher(path);
        Change change = indexed.matches()
                ? new Change(indexed.group(1).strip(), operator,
                        OptionalInt.of(Integer.parseInt(indexed.group(2))), value)
                : new Change(path, operator, OptionalInt.empty(), value);
        change.check();
        return change;
    }

    private void check() {
        if (value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            throw new IllegalArgumentException(
                    "expected a value on one line, got " + Quote.of(value));
        }
        if (index.isPresent() && operator != Operator.ADD) {
            throw new IllegalArgumentException("expected += after " + path + "["
                    + index.getAsInt() + "], since only that takes a place, got "
                    + operator.sign);
        }
        if (operator != Operator.SET && value.isEmpty()) {
            throw new IllegalArgumentException("expected an element after " + path
                    + operator.sign + ", got nothing");
        }
    }
}
