package org.understudy.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keywords a kind of section understands.
 *
 * @param all in the order in which help shows them
 */
public record Keywords(List<Keyword<?>> all) {
    public Keywords {
        all = List.copyOf(all);
    }

    public static Keywords of(Keyword<?>... keywords) {
        return new Keywords(List.of(keywords));
    }

    /** These and those. */
    public Keywords and(Keywords more) {
        return new Keywords(Stream.concat(all.stream(), more.all.stream()).toList());
    }

    /** The keyword with this name or older spelling, in any case. */
    public Optional<Keyword<?>> find(String name) {
        for (Keyword<?> keyword : all) {
            if (keyword.isSpelt(name)) {
                return Optional.of(keyword);
            }
        }
        return Optional.empty();
    }
}
