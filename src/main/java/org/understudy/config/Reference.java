package org.understudy.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.understudy.model.Near;

/**
 * What stands between the braces of a reference: {@code upper:env.name}, {@code #nodes},
 * {@code nodes[0]}, {@code fs#1.mnt}.
 *
 * @param modifiers applied to the value, the last one first
 * @param count whether the number of its words is meant
 * @param path {@code key} or {@code section.key}
 * @param index which of its words is meant, from 0
 */
record Reference(List<String> modifiers, boolean count, String path, OptionalInt index) {
    private static final Pattern SHAPE = Pattern.compile(
            "((?:[A-Za-z_]+:)*)(#?)([A-Za-z_][^\\[\\]]*?)(?:\\[(\\d{1,6})])?");
    /** Longer ones name nothing, and exhaust small stacks. */
    private static final int LONGEST = 300;
    private static final Map<String, UnaryOperator<String>> MODIFIERS = table();

    /** @throws IllegalArgumentException with what is wrong with it */
    static Reference parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (text.length() > LONGEST || !shape.matches()) {
            throw new IllegalArgumentException("expected a reference such as {nodename}, {fs#1.mnt}"
                    + ", {#nodes} or {nodes[0]}, got " + Quote.of("{" + text + "}"));
        }
        List<String> modifiers = Arrays.stream(shape.group(1).split(":"))
                .filter(word -> !word.isEmpty()).toList();
        for (String modifier : modifiers) {
            if (!MODIFIERS.containsKey(modifier)) {
                throw new IllegalArgumentException("unknown modifier " + modifier
                        + Near.hint(modifier, MODIFIERS.keySet()) + "; there are "
                        + String.join(", ", MODIFIERS.keySet()));
            }
        }
        return new Reference(modifiers, !shape.group(2).isEmpty(), shape.group(3),
                shape.group(4) == null ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(shape.group(4))));
    }

    /**
     * What becomes of the value it stands for.
     *
     * @throws IllegalArgumentException when the value has not so many words
     */
    String of(String value) {
        List<String> words = Arrays.stream(value.split("\\s+")).filter(w -> !w.isEmpty()).toList();
        if (count) {
            return String.valueOf(words.size());
        }
        String text = value;
        if (index.isPresent()) {
            if (index.getAsInt() >= words.size()) {
                throw new IllegalArgumentException("expected an index below " + words.size()
                        + ", since " + path + " is " + Quote.of(value) + ", got "
                        + index.getAsInt());
            }
            text = words.get(index.getAsInt());
        }
        for (int i = modifiers.size() - 1; i >= 0; i--) {
            text = MODIFIERS.get(modifiers.get(i)).apply(text);
        }
        return text;
    }

    private static Map<String, UnaryOperator<String>> table() {
        Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
        all.put("upper", text -> text.toUpperCase(Locale.ROOT));
        all.put("lower", text -> text.toLowerCase(Locale.ROOT));
        all.put("capitalize", Reference::capitalized);
        all.put("title", text -> Pattern.compile("\\p{L}+").matcher(text)
                .replaceAll(word -> capitalized(word.group())));
        all.put("swapcase", text -> text.codePoints().mapToObj(Reference::swapped)
                .collect(Collectors.joining()));
        all.put("uri_ip", text -> text.contains(":") ? "[" + text + "]" : text);
        return all;
    }

    private static String capitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT)
                + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String swapped(int letter) {
        String text = Character.toString(letter);
        return Character.isUpperCase(letter) ? text.toLowerCase(Locale.ROOT)
                : text.toUpperCase(Locale.ROOT);
    }
}
