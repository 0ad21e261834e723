package org.understudy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keywords each section of a service file may have.
 *
 * @param catalog what the drivers declare
 * @param head those of DEFAULT that are about the service itself
 * @param defaults those that may stand in DEFAULT: its own, then those the sections inherit
 */
record Vocabulary(Catalog catalog, Keywords head, Keywords defaults) {
    static final String SUBSET = "subset";

    static Vocabulary of(Catalog catalog) {
        Keywords head = ServiceKeywords.ALL.and(catalog.defaults());
        return new Vocabulary(catalog, head, head.and(new Keywords(inheritable(catalog))));
    }

    /** A driver's keywords, then those of all resources. */
    static Keywords of(Kind kind) {
        return kind.keywords().and(ResourceKeywords.ALL);
    }

    /** The kind of a section; its {@code type} decides where there are several. */
    Optional<Kind> kind(Ini.Block block) {
        Optional<String> type = type(block);
        return catalog.kind(OpenSvc.word(block.name()), type);
    }

    /** The keywords of a section by its header and type, for editing. */
    Keywords keywords(Ini.Block block) {
        if (block.name().equals(Ini.DEFAULT)) {
            return defaults();
        }
        return OpenSvc.word(block.name()).equals(SUBSET) ? ResourceKeywords.OF_SUBSETS
                : kind(block).map(Vocabulary::of).orElse(ResourceKeywords.ALL);
    }

    static Optional<String> type(Ini.Block block) {
        return typeEntry(block).map(Ini.Entry::value);
    }

    static Optional<Ini.Entry> typeEntry(Ini.Block block) {
        return block.entries().stream().filter(entry -> entry.key().equalsIgnoreCase("type"))
                .findFirst();
    }

    private static List<Keyword<?>> inheritable(Catalog catalog) {
        List<Keyword<?>> all = new ArrayList<>(ResourceKeywords.ALL.all());
        for (String section : catalog.sections()) {
            catalog.kind(section, Optional.empty()).ifPresent(
                    kind -> all.addAll(kind.keywords().all()));
            for (String type : catalog.types(section)) {
                catalog.kind(section, Optional.of(type)).ifPresent(
                        kind -> all.addAll(kind.keywords().all()));
            }
        }
        return all.stream().filter(Keyword::inherited).distinct().toList();
    }
}
