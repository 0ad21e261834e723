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
 * @param sample a value, where {@link Type#expected} shows none
 * @param aliases older spellings
 * @param reach where it may stand
 */
public record Keyword<T>(String name, Type<T> type, boolean required, Optional<String> preset,
        String help, Optional<String> sample, List<String> aliases, Reach reach) {

    /**
     * Where a keyword may stand.
     *
     * @param inherited whether {@code [DEFAULT]} may set it for every section
     * @param scoped whether it may differ from node to node: {@code name@n1}
     */
    public record Reach(boolean inherited, boolean scoped) {
        static final Reach FULL = new Reach(true, true);
    }

    public static <T> Keyword<T> required(String name, Type<T> type, String help) {
        return new Keyword<>(name, type, true, Optional.empty(), help, Optional.empty(), List.of(),
                Reach.FULL);
    }

    public static <T> Keyword<T> optional(String name, Type<T> type, String help) {
        return new Keyword<>(name, type, false, Optional.empty(), help, Optional.empty(),
                List.of(), Reach.FULL);
    }

    /** With a value for files that do not say. */
    public Keyword<T> or(String text) {
        return new Keyword<>(name, type, required, Optional.of(text), help, sample, aliases, reach);
    }

    /** With a value to show as an example. */
    public Keyword<T> like(String example) {
        return new Keyword<>(name, type, required, preset, help, Optional.of(example), aliases,
                reach);
    }

    /** With older spellings. */
    public Keyword<T> alias(String... older) {
        return new Keyword<>(name, type, required, preset, help, sample, List.of(older), reach);
    }

    /** Read from its own section only. */
    public Keyword<T> leaf() {
        return new Keyword<>(name, type, required, preset, help, sample, aliases,
                new Reach(false, reach.scoped()));
    }

    /** The same on every node. */
    public Keyword<T> unscoped() {
        return new Keyword<>(name, type, required, preset, help, sample, aliases,
                new Reach(reach.inherited(), false));
    }

    /** Whether {@code [DEFAULT]} may set it for every section. */
    public boolean inherited() {
        return reach.inherited();
    }

    /** Whether it may differ from node to node. */
    public boolean scoped() {
        return reach.scoped();
    }

    /** A value it may have: the sample, else the one its type names, else its preset. */
    public String example() {
        return sample.or(() -> Samples.in(type.expected()))
                .or(() -> preset.filter(text -> !text.isEmpty())).orElse("");
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
