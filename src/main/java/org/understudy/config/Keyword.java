package org.understudy.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One keyword, declared beside the code that reads it.
 *
 * @param <T> type of its value
 * @param name as written in files
 * @param type what its value must look like
 * @param required whether a section without it is refused
 * @param preset text of the value where the file has none
 * @param help one line
 * @param aliases older spellings
 * @param inherited whether {@code [DEFAULT]} may set it for every section
 * @param scoped whether it may differ from node to node: {@code name@n1}
 */
public record Keyword<T>(String name, Type<T> type, boolean required, Optional<String> preset,
        String help, List<String> aliases, boolean inherited, boolean scoped) {

    public static <T> Keyword<T> required(String name, Type<T> type, String help) {
        return new Keyword<>(name, type, true, Optional.empty(), help, List.of(), true,
                true);
    }

    public static <T> Keyword<T> optional(String name, Type<T> type, String help) {
        return new Keyword<>(name, type, false, Optional.empty(), help, List.of(), true,
                true);
    }

    /** With a value for files that do not say. */
    public Keyword<T> or(String text) {
        return new Keyword<>(name, type, required, Optional.of(text), help, aliases, inherited,
                scoped);
    }

    /** With older spellings. */
    public Keyword<T> alias(String... older) {
        return new Keyword<>(name, type, required, preset, help, List.of(older), inherited, scoped);
    }

    /** Read from its own section only. */
    public Keyword<T> leaf() {
        return new Keyword<>(name, type, required, preset, help, aliases, false, scoped);
    }

    /** The same on every node. */
    public Keyword<T> unscoped() {
        return new Keyword<>(name, type, required, preset, help, aliases, inherited, false);
    }

    boolean isSpelt(String word) {
        boolean spelt = name.equalsIgnoreCase(word);
        for (String alias : aliases) {
            spelt |= alias.equalsIgnoreCase(word);
        }
        return spelt;
    }

    Stream<String> spellings() {
        return Stream.concat(Stream.of(name), aliases.stream());
    }
}
