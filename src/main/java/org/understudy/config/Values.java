package org.understudy.config;

import java.util.Map;
import java.util.Optional;

/**
 * A section whose values were checked.
 *
 * @param name the header
 * @param texts of each declared keyword, where there is one
 */
record Values(String name, Map<String, Optional<String>> texts) implements Section {
    Values {
        texts = Map.copyOf(texts);
    }

    @Override
    public <T> T get(Keyword<T> keyword) {
        return find(keyword).orElseThrow(() -> new IllegalStateException(
                "[" + name + "] " + keyword.name() + ": neither required nor preset"));
    }

    @Override
    public <T> Optional<T> find(Keyword<T> keyword) {
        return text(keyword).map(keyword.type()::parse);
    }

    /** The value as the file spells it. */
    Optional<String> text(Keyword<?> keyword) {
        Optional<String> text = texts.get(keyword.name());
        if (text == null) {
            throw new IllegalStateException(
                    "[" + name + "] " + keyword.name() + ": not declared for this section");
        }
        return text;
    }
}
