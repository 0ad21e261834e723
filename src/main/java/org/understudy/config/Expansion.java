package org.understudy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One value with its references replaced and its expressions worked out. What is not written as
 * either stays as it is: <code>${HOME}</code>, <code>%{http_code}</code>, <code>{{.Names}}</code>,
 * <code>{a,b}</code>. A backslash before it keeps a reference or expression as it is written.
 */
final class Expansion {
    /** Longer ones come from references to references. */
    static final int LONGEST = 32 * 1024;
    private static final int MOST_WRONG = 20;
    /** References of OpenSVC that would be taken for the text itself. */
    private static final Pattern FOREIGN = Pattern.compile(
            "\\{safe://[^{}\\s]{1,200}}|\\{\\w[\\w#.]{0,200}\\[\\$\\(");

    /** Gives the value a reference stands for. */
    interface Resolver {
        /**
         * @param reference what is between the braces
         * @param offset of its brace
         */
        String resolve(String reference, int offset);
    }

    /** Where in the value a stretch of the result comes from. */
    private record Stretch(int out, int raw, boolean verbatim) {
    }

    private final String raw;
    private final Ini.Entry entry;
    private final Resolver resolver;
    private final int lastBrace;
    private final int lastPair;
    private final StringBuilder out = new StringBuilder();
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Integer> expressions = new ArrayList<>();
    private final List<Unresolved> wrong = new ArrayList<>();
    private int at;

    Expansion(Ini.Entry entry, Resolver resolver) {
        this.raw = entry.value();
        this.entry = entry;
        this.resolver = resolver;
        this.lastBrace = raw.lastIndexOf('}');
        this.lastPair = raw.lastIndexOf("}}");
    }

    /** Whether there is nothing to expand. */
    static boolean isVerbatim(String value) {
        return value.indexOf('{') < 0 && !value.contains("$(");
    }

    /**
     * The result.
     *
     * @param lenient whether what is no expression is left to a shell
     * @throws Unresolved with the place of what is wrong
     */
    String text(boolean lenient) {
        while (at < raw.length()) {
            step();
            if (out.length() > LONGEST) {
                throw new Unresolved(entry.place(), "expected at most " + LONGEST
                        + " characters once its references are replaced, got more");
            }
        }
        String text = wrong.isEmpty() ? worked(lenient) : "";
        if (!wrong.isEmpty()) {
            throw new Unresolved(wrong);
        }
        return text;
    }

    private void add(Unresolved problem) {
        wrong.add(problem);
        if (wrong.size() > MOST_WRONG) {
            throw new Unresolved(wrong);
        }
    }

    private void step() {
        Matcher foreign = FOREIGN.matcher(raw).region(at, raw.length());
        if (raw.charAt(at) == '{' && !isOfOthers(at) && foreign.lookingAt()) {
            add(new Unresolved(entry.placeAt(at), (foreign.group().endsWith("}")
                    ? "the reference " + foreign.group()
                    : "an expression as the index of a reference") + " is " + OpenSvc.NOT_YET));
            at = foreign.end();
        } else if (raw.startsWith("{{", at)) {
            int end = at > lastPair ? -1 : raw.indexOf("}}", at);
            copy(end < 0 ? 2 : end + 2 - at);
        } else if (raw.startsWith("\\$(", at)) {
            at++;
            copy(2);
        } else if (raw.startsWith("\\{", at) && end(at + 1, 0) >= 0) {
            at++;
            copy(1);
        } else if (raw.startsWith("$(", at)) {
            expressions.add(out.length());
            copy(2);
        } else if (raw.charAt(at) == '{' && isReference(at)) {
            int begin = at;
            try {
                String value = resolver.resolve(name(), begin);
                stretches.add(new Stretch(out.length(), begin, false));
                out.append(value);
            } catch (Unresolved e) {
                at = end(begin, 0) + 1;
                add(e);
            }
        } else {
            copy(1);
        }
    }

    private void copy(int length) {
        Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
        if (last == null || !last.verbatim() || last.raw() - last.out() != at - out.length()) {
            stretches.add(new Stretch(out.length(), at, true));
        }
        out.append(raw, at, at + length);
        at += length;
    }

    /** Whether a reference begins at this brace; shells and templates have braces of their own. */
    private boolean isReference(int brace) {
        if (isOfOthers(brace)) {
            return false;
        }
        int end = end(brace, 0);
        if (end < 0 && begins(brace + 1) && lastBrace < brace) {
            throw new Unresolved(entry.placeAt(brace), "expected } after "
                    + Quote.of(raw.substring(brace, Math.min(raw.length(), brace + 40)))
                    + ", got none; \\{ is a brace that means itself");
        }
        return end >= 0;
    }

    private boolean isOfOthers(int brace) {
        return brace > 0 && "$%\\".indexOf(raw.charAt(brace - 1)) >= 0;
    }

    private boolean begins(int first) {
        int letter = raw.startsWith("#", first) ? first + 1 : first;
        return letter < raw.length()
                && (Character.isLetter(raw.charAt(letter)) || raw.charAt(letter) == '_'
                || raw.charAt(letter) == '{');
    }

    /** The offset of the brace that ends a reference; negative when this begins none. */
    private int end(int brace, int depth) {
        if (!begins(brace + 1) || depth > Evaluator.DEEPEST) {
            return -1;
        }
        for (int i = brace + 1; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '}') {
                return raw.substring(brace, i).contains("..") ? -1 : i;
            } else if (c == '{') {
                i = end(i, depth + 1);
                if (i < 0) {
                    return -1;
                }
            } else if (!Character.isLetterOrDigit(c) && "_#.:@[]-".indexOf(c) < 0) {
                return -1;
            }
        }
        return -1;
    }

    /** What is between the braces at this point, references in it replaced; moves behind them. */
    private String name() {
        StringBuilder name = new StringBuilder();
        at++;
        while (raw.charAt(at) != '}') {
            if (raw.charAt(at) == '{') {
                int begin = at;
                name.append(resolver.resolve(name(), begin));
            } else {
                name.append(raw.charAt(at++));
            }
        }
        at++;
        return name.toString();
    }

    private String worked(boolean lenient) {
        StringBuilder result = new StringBuilder();
        int done = 0;
        for (int start : expressions) {
            if (start < done) {
                continue;
            }
            result.append(out, done, start);
            done = start;
            try {
                Expression.Found found = Expression.at(out, start);
                result.append(found.result().text());
                done = found.end();
            } catch (Expression.Malformed e) {
                done = start + 2;
                result.append("$(");
                if (!lenient) {
                    add(new Unresolved(entry.placeAt(origin(e.offset())), e.getMessage()
                            + (e.isForeign() ? "; write \\$( to leave it to a shell" : "")));
                }
            }
        }
        return result.append(out, done, out.length()).toString();
    }

    /** The offset in the value from which this one of the result comes. */
    private int origin(int offset) {
        Stretch found = new Stretch(0, 0, true);
        for (Stretch stretch : stretches) {
            if (stretch.out() <= offset) {
                found = stretch;
            }
        }
        return found.raw() + (found.verbatim() ? offset - found.out() : 0);
    }
}
