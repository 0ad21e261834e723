package org.understudy.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * Turns what was found of a key into its value, or says why there is none.
 *
 * @param file its name
 * @param block the section that was asked
 * @param keywords it may have
 */
record Answer(String file, Ini.Block block, Keywords keywords) {
    static Answer of(SourceFile source, Ini.Block block, Keywords keywords) {
        return new Answer(source.name(), block, keywords);
    }

    /**
     * The value.
     *
     * @param find where a keyword's value is on the node that was asked for
     * @throws ConfigException when there is none, or a wrong one
     */
    String text(String name, Function<Keyword<?>, Optional<Ini.Entry>> find) {
        Optional<Keyword<?>> known = keywords.find(name);
        if (known.isEmpty()) {
            return block.entries().stream().filter(entry -> entry.key().equals(name)).findFirst()
                    .map(Ini.Entry::value).orElseThrow(() -> missing(name));
        }
        Keyword<?> keyword = known.get();
        String value = find.apply(keyword).map(Ini.Entry::value).or(keyword::preset)
                .orElseThrow(() -> missing(name));
        try {
            keyword.type().parse(value);
            return value;
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(file, "[" + block.name() + "] " + keyword.name()
                    + ": expected " + keyword.type().expected() + ", got " + Quote.of(value));
        }
    }

    private ConfigException missing(String name) {
        return new ConfigException(file, "option '" + name + "' not found in section '"
                + block.name() + "'");
    }
}
