package org.understudy.config;

import java.util.Optional;

/** The checked values of one section, as this node sees them. */
public interface Section {
    /** The header: {@code fs#1}, {@code DEFAULT}. */
    String name();

    /**
     * The value of a keyword that is required or has a preset.
     *
     * @throws IllegalStateException when it is neither: a bug in the declaration
     */
    <T> T get(Keyword<T> keyword);

    /** The value, where the file or a preset gives one. */
    <T> Optional<T> find(Keyword<T> keyword);
}
