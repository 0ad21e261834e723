package org.understudy.config;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * One wish of an operator: {@code [section.]key=value}.
 *
 * @param section the header, DEFAULT when none was said
 * @param key with its scope, if any
 * @param value on one line, perhaps empty
 */
record Edit(String section, String key, String value) {
    private static final String KEY = "[A-Za-z_][\\w.-]*(@[\\w.-]+)?";
    private static final String SECTION = "[a-z_0-9.]+#[A-Za-z0-9_.:-]+|" + Ini.DEFAULT;

    /**
     * @param expression as typed
     * @param sections headers the file has: a longer one is preferred where several fit
     * @throws IllegalArgumentException with a message for the operator
     */
    static Edit parse(String expression, Set<String> sections) {
        int operator = expression.indexOf('=');
        if (operator < 0) {
            throw new IllegalArgumentException(
                    "malformed kw expression: no '=' in '" + expression + "'");
        }
        if (operator > 0 && "+-|".indexOf(expression.charAt(operator - 1)) >= 0) {
            throw new IllegalArgumentException("the operator " + expression.substring(operator - 1,
                    operator + 1) + " is " + OpenSvc.NOT_YET + ", expected =");
        }
        String path = expression.substring(0, operator).strip();
        String value = expression.substring(operator + 1).strip();
        String section = section(path, sections);
        Edit edit = new Edit(header(section), key(path, section), value);
        edit.check(expression);
        return edit;
    }

    /** The part of the path that is the section, as typed; empty where there is none. */
    private static String section(String path, Set<String> sections) {
        String known = sections.stream().filter(name -> path.startsWith(name + "."))
                .max(Comparator.comparingInt(String::length)).orElse("");
        if (!known.isEmpty()) {
            return known;
        }
        String unscoped = path.replaceFirst("@.*", "");
        int dot = unscoped.contains("#") ? path.indexOf('.', path.indexOf('#'))
                : unscoped.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    private static String key(String path, String section) {
        return section.isEmpty() ? path : path.substring(section.length() + 1);
    }

    private static String header(String section) {
        return section.isEmpty() || section.equalsIgnoreCase(Ini.DEFAULT) ? Ini.DEFAULT : section;
    }

    private void check(String expression) {
        if (!section.matches(SECTION)) {
            throw new IllegalArgumentException("expected a section such as fs#1 or DEFAULT, got "
                    + Quote.of(section));
        }
        if (!key.matches(KEY)) {
            throw new IllegalArgumentException(
                    "expected section.key=value such as fs#1.mnt_opt=ro, got "
                    + Quote.of(expression));
        }
        if (value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            throw new IllegalArgumentException(
                    "expected a value on one line, got " + Quote.of(value));
        }
    }

    /** The entry of the block that this one replaces, whichever way its keyword is spelt. */
    List<Ini.Entry> replaced(Ini.Block block, Keywords keywords) {
        Ini.Entry wanted = new Ini.Entry(block.place().at(key), value, List.of());
        String name = canonical(wanted, keywords);
        return block.entries().stream().filter(entry -> canonical(entry, keywords).equals(name)
                && Binder.scope(entry).equals(Binder.scope(wanted))).limit(1).toList();
    }

    private static String canonical(Ini.Entry entry, Keywords keywords) {
        return keywords.find(Binder.name(entry)).<String>map(Keyword::name)
                .orElse(Binder.name(entry));
    }
}
