package org.understudy.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression {@code $(…)}: {@code or and not}, comparisons, {@code in}, {@code | ^ & + - * / //
 * % **}, numbers, quoted texts, bare words and parentheses. Bounded in depth and length.
 */
final class Expression {
    /** The agent's threads have small stacks. */
    private static final int DEEPEST = 20;
    private static final int LONGEST = 300;
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:"
            + "(?<number>\\d{1,40}+(?:\\.\\d{1,40}+)?+)(?![\\w.])|(?<word>[A-Za-z_]\\w*+)(?!\\.\\w)"
            + "|(?<text>\"[^\"\\n]*+\"|'[^'\\n]*+')"
            + "|(?<sign>\\*\\*|//|==|!=|<=|>=|\\$\\(|[-+*/%&|^<>(),\\[\\]]))");

    /** Part of an expression, to be worked out once the whole has been read. */
    private interface Node {
        Operand value();
    }

    /** What is wrong and at which offset of the text. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int offset;
        private final boolean foreign;

        private Malformed(int offset, String message, boolean foreign) {
            super(message, null, false, false);
            this.offset = offset;
            this.foreign = foreign;
        }

        Malformed(int offset, String message) {
            this(offset, message, false);
        }

        /** Whether it may be meant for somebody else, such as a shell. */
        boolean isForeign() {
            return foreign;
        }

        int offset() {
            return offset;
        }
    }

    private final CharSequence text;
    private final Matcher tokens;
    private int at;
    private int depth;
    private int length;
    private Optional<String> word = Optional.empty();
    /** The right side of the last comparison. */
    private Node right;

    private Expression(CharSequence text, int start) {
        this.text = text;
        this.tokens = TOKEN.matcher(text);
        this.at = start;
    }

    /** A result, and the offset behind the expression's last parenthesis. */
    record Found(Operand result, int end) {
    }

    /**
     * Works out the expression whose {@code $(} begins at this offset.
     *
     * @throws Malformed when it is none, or has no result
     */
    static Found at(CharSequence text, int start) {
        Expression expression = new Expression(text, start);
        expression.expect("$(");
        Node node = expression.or();
        expression.expect(")");
        if (expression.length == 3 && expression.word.isPresent()) {
            throw new Malformed(start, "expected an expression such as 1 + 2, got "
                    + Quote.of(expression.word.get()), true);
        }
        return new Found(node.value(), expression.at);
    }

    private Node or() {
        Node left = and();
        for (int sign = here(); accept("or"); sign = here()) {
            Node a = left;
            Node b = and();
            int here = sign;
            left = () -> truth(truth("or", a, here) || truth("or", b, here));
        }
        return left;
    }

    private Node and() {
        Node left = not();
        for (int sign = here(); accept("and"); sign = here()) {
            Node a = left;
            Node b = not();
            int here = sign;
            left = () -> truth(truth("and", a, here) && truth("and", b, here));
        }
        return left;
    }

    private Node not() {
        int here = here();
        if (!accept("not")) {
            return comparison();
        }
        deeper();
        Node operand = not();
        depth--;
        return () -> truth(!truth("not", operand, here));
    }

    /** {@code a < b < c} means {@code a < b and b < c}. */
    private Node comparison() {
        Node left = level(0);
        Node all = null;
        for (Optional<Node> next = compared(left); next.isPresent(); next = compared(left)) {
            Node so = next.get();
            Node before = all;
            int here = here();
            all = before == null ? so
                    : () -> truth(truth("and", before, here) && truth("and", so, here));
            left = right;
        }
        return all == null ? left : all;
    }

    private Optional<Node> compared(Node left) {
        boolean negated = accept("not");
        if (accept("in")) {
            List<Node> list = list();
            right = left;
            return Optional.of(() -> truth(negated != list.stream()
                    .anyMatch(one -> Operators.compare("==", left.value(), one.value()))));
        }
        if (negated) {
            throw expected("in after not");
        }
        for (String sign : Operators.COMPARISONS) {
            int here = here();
            if (accept(sign)) {
                Node other = level(0);
                right = other;
                return Optional.of(() -> checked(here, () -> truth(
                        Operators.compare(sign, left.value(), other.value()))));
            }
        }
        return Optional.empty();
    }

    private List<Node> list() {
        String end = accept("(") ? ")" : accept("[") ? "]" : "";
        if (end.isEmpty()) {
            throw expected("a list such as (a, b) after in");
        }
        List<Node> list = new ArrayList<>();
        deeper();
        while (!accept(end)) {
            list.add(or());
            accept(","); // OpenSVC's own examples do without
        }
        depth--;
        return list;
    }

    private Node level(int level) {
        if (level == Operators.LEVELS.size()) {
            return unary();
        }
        Node left = level(level + 1);
        int sign = here();
        for (Optional<String> next = sign(level); next.isPresent(); next = sign(level)) {
            Node a = left;
            String found = next.get();
            int here = sign;
            Node b = level(level + 1);
            left = () -> checked(here, () -> Operators.apply(found, a.value(), b.value()));
            sign = here();
        }
        return left;
    }

    private Optional<String> sign(int level) {
        return Operators.LEVELS.get(level).stream().filter(this::accept).findFirst();
    }

    private Node unary() {
        int here = here();
        boolean minus = accept("-");
        if (!minus && !accept("+")) {
            return power();
        }
        deeper();
        Node operand = unary();
        depth--;
        return () -> checked(here, () -> Operators.apply(minus ? "-" : "+", Operand.Number.of(0),
                operand.value()));
    }

    private Node power() {
        Node base = primary();
        int here = here();
        if (!accept("**")) {
            return base;
        }
        deeper();
        Node exponent = unary();
        depth--;
        return () -> checked(here, () -> Operators.apply("**", base.value(), exponent.value()));
    }

    private Node primary() {
        if (accept("(") || accept("$(")) {
            deeper();
            Node inner = or();
            depth--;
            expect(")");
            return inner;
        }
        String token = next();
        if (token.isEmpty() || tokens.group("number") == null && tokens.group("word") == null
                && tokens.group("text") == null || token.matches("and|or|not|in")) {
            throw expected("a value such as 1, \"text\" or (");
        }
        Operand operand = operand(token);
        word = tokens.group("word") == null ? Optional.empty() : Optional.of(token);
        take();
        return () -> operand;
    }

    private Operand operand(String token) {
        if (tokens.group("number") != null) {
            return checked(at, () -> new Operand.Number(new BigDecimal(token)));
        }
        if (tokens.group("text") != null) {
            return new Operand.Text(token.substring(1, token.length() - 1));
        }
        return token.equalsIgnoreCase("true") || token.equalsIgnoreCase("false")
                ? new Operand.Truth(token.equalsIgnoreCase("true")) : new Operand.Text(token);
    }

    private static Operand truth(boolean value) {
        return new Operand.Truth(value);
    }

    private static boolean truth(String sign, Node node, int here) {
        Operand operand = node.value();
        try {
            return Operators.truth(sign, operand);
        } catch (ArithmeticException e) {
            throw new Malformed(here, e.getMessage());
        }
    }

    private static Operand checked(int here, Node node) {
        try {
            return node.value();
        } catch (ArithmeticException e) {
            throw new Malformed(here, e.getMessage());
        }
    }

    /** The next token without its blanks; empty at the end and before what is none. */
    private String next() {
        tokens.region(at, text.length());
        return tokens.lookingAt() ? tokens.group().strip() : "";
    }

    private boolean accept(String token) {
        boolean found = next().equals(token);
        if (found) {
            take();
        }
        return found;
    }

    private void take() {
        at = tokens.end();
        if (++length > LONGEST) {
            throw new Malformed(at, "expected at most " + LONGEST
                    + " words and signs in an expression, got more");
        }
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw expected(token);
        }
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw new Malformed(at, "expected at most " + DEEPEST
                    + " parentheses inside each other, got more");
        }
    }

    /** Where the next token begins. */
    private int here() {
        int begin = at;
        while (begin < text.length() && Character.isWhitespace(text.charAt(begin))) {
            begin++;
        }
        return begin;
    }

    private Malformed expected(String what) {
        int begin = here();
        String rest = text.subSequence(begin, Math.min(text.length(), begin + 40)).toString();
        return new Malformed(begin, "expected " + what + " in $(…), got "
                + (rest.isEmpty() ? "its end" : Quote.of(rest)), true);
    }
}
