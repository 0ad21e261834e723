package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "1 + 2 * 3 | 7", "(1 + 2) * 3 | 9", "10 - 2 - 3 | 5", "7 / 2 | 3.5", "4 / 2 | 2",
        "7 // 2 | 3", "-7 // 2 | -4", "7 % 3 | 1", "-7 % 3 | 2", "2 ** 3 ** 2 | 512",
        "-2 ** 2 | -4", "2 ** -1 | 0.5", "0.1 + 0.2 | 0.3", "1 / 3 | 0.333333333333333",
        "6 & 3 | 2"})
    void numbersAreCalculated(String expression, String expected) {
        assertEquals(expected, value(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "6 | 3; 7", "6 ^ 3; 5", "1 | 6 & 3; 3", "1 < 2; true", "1 < 2 < 2; false",
        "2 <= 2.0; true", "2 == 2.0; true", "\"a\" == 'a'; true", "a != b; true", "a == 1; false",
        "\"a\" < \"b\"; true", "not 1 > 2; true", "not true or true; true",
        "true or false and false; true", "false and 1 / 0 > 1; false", "true or 1 / 0 > 1; true",
        "n1 in (n1, n2); true", "n3 in [n1, n2,]; false", "n3 not in (n1); true",
        "n2 in (n1 n2); true",
        "\"n1.acme.com\" in (\"n1.acme.com\"); true", "\"a\" + \"b\"; ab", "true & false; false",
        "1 + $(2 * 3); 7", "(true); true", "1 in (); false"})
    void truthsAndTextsAreCompared(String expression, String expected) {
        assertEquals(expected, value(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "1 / 0; division by zero", "1 // 0; division by zero", "1 % 0; division by zero",
        "0 ** -1; division by zero",
        "9223372036854775807 + 1; expected numbers of at most 64 bits, got more",
        "10 ** 19; expected numbers of at most 64 bits, got more",
        "2 ** 1001; expected a whole number of at most 1000 after **, got \"1001\"",
        "2 ** 0.5; expected a whole number of at most 1000 after **, got \"0.5\"",
        "a + 1; expected a number beside +, got \"a\"",
        "true + 1; expected a number beside +, got \"true\"",
        "1 and true; expected true or false beside and, got \"1\"",
        "1.5 & 1; expected a whole number beside &, got \"1.5\"",
        "a < 1; expected a number beside <, got \"a\"",
        "date; expected an expression such as 1 + 2, got \"date\""})
    void whatCannotBeCalculatedIsNamed(String expression, String problem) {
        assertEquals(problem, problem("$(" + expression + ")").getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "$(1 + ); 6; expected a value such as 1, \"text\" or ( in $(…), got \")\"",
        "$(1 2); 4; expected ) in $(…), got \"2)\"", "$(1; 3; expected ) in $(…), got its end",
        "$(n1.acme.com == 1); 2; expected a value such as 1, \"text\" or ( in $(…), got"
            + " \"n1.acme.com == 1)\"",
        "$(); 2; expected a value such as 1, \"text\" or ( in $(…), got \")\"",
        "$(1 in 2); 7; expected a list such as (a, b) after in in $(…), got \"2)\"",
        "$(1 not 2); 8; expected in after not in $(…), got \"2)\"",
        "$(cat /run/x.pid); 11; expected a value such as 1, \"text\" or ( in $(…), got"
            + " \"x.pid)\"",
        "$(f(1)); 3; expected ) in $(…), got \"(1))\"", "$(\"a); 2; expected a value such as 1,"
            + " \"text\" or ( in $(…), got \"\"a)\"",
        "$(1 = 1); 4; expected ) in $(…), got \"= 1)\""})
    void badSyntaxIsPointedAt(String text, int offset, String problem) {
        assertEquals(problem, problem(text).getMessage());
        assertEquals(offset, problem(text).offset());
    }

    @Test
    void depthAndLengthAreBounded() {
        assertEquals("expected at most 20 parentheses inside each other, got more",
                problem("$(" + "(".repeat(10_000)).getMessage());
        assertEquals("expected at most 20 parentheses inside each other, got more",
                problem("$(" + "-".repeat(900)).getMessage());
        assertEquals("expected at most 300 words and signs in an expression, got more",
                problem("$(1" + "+1".repeat(10_000) + ")").getMessage());
        assertEquals("100", value("1" + "+1".repeat(99)));
    }

    @Test
    void smallStacksSuffice() throws InterruptedException {
        String deep = "(1 + ".repeat(20) + "1" + ")".repeat(20);
        List<String> results = new ArrayList<>();
        Thread small = new Thread(null, () -> {
            results.add(value(deep));
            results.add(value("1" + "+1".repeat(140)));
            results.add(value("2" + "**1".repeat(19)));
        }, "small", 192 * 1024);
        small.start();
        small.join();
        assertEquals(List.of("21", "141", "2"), results);
    }

    private static String value(String expression) {
        return Expression.at("$(" + expression + ")", 0).result().text();
    }

    private static Expression.Malformed problem(String text) {
        return assertThrows(Expression.Malformed.class, () -> Expression.at(text, 0));
    }
}
