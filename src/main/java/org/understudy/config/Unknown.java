package org.understudy.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.understudy.model.Near;
import org.understudy.model.Rid;

/** Says what is wrong with a section or key that nobody declared, and what was probably meant. */
final class Unknown {
    private static final String DISABLED = "left out, since it is disabled: ";

    private final Vocabulary vocabulary;
    private final Findings findings;

    Unknown(Vocabulary vocabulary, Findings findings) {
        this.vocabulary = vocabulary;
        this.findings = findings;
    }

    /** The section's kind; when it has none, why. */
    Optional<Kind> kindOrReport(Ini.Block block) {
        String word = OpenSvc.word(block.name());
        Catalog catalog = vocabulary.catalog();
        if (!catalog.sections().contains(word)) {
            section(block, word);
            return Optional.empty();
        }
        if (!isRid(block)) {
            return Optional.empty();
        }
        Optional<Kind> kind = vocabulary.kind(block);
        if (kind.isEmpty()) {
            type(block, catalog.types(word));
        }
        kind.filter(found -> Vocabulary.of(found).find(ResourceKeywords.TYPE.name())
                .filter(Keyword::scoped).isPresent())
                .ifPresent(found -> scopedTypes(block, found));
        return kind;
    }

    /** A type may differ from node to node as long as it is the same kind of thing. */
    private void scopedTypes(Ini.Block block, Kind kind) {
        Catalog catalog = vocabulary.catalog();
        String word = OpenSvc.word(block.name());
        block.entries().stream().filter(entry -> entry.key().contains("@")
                && Binder.name(entry).equalsIgnoreCase(ResourceKeywords.TYPE.name()))
                .filter(entry -> catalog.kind(word, Optional.of(entry.value()))
                        .filter(kind::equals).isEmpty())
                .forEach(entry -> findings.error(entry.place(), "expected one of "
                        + String.join(", ", catalog.types(word).stream().filter(type -> catalog
                                .kind(word, Optional.of(type)).filter(kind::equals).isPresent())
                                .toList()) + ", since it is " + kind.driver()
                        + " on other nodes, got " + Quote.of(entry.value())));
    }

    private void section(Ini.Block block, String word) {
        boolean known = OpenSvc.knowsSection(word);
        if (known && isDisabled(block)) {
            findings.warning(block.place(), DISABLED + OpenSvc.NOT_YET);
        } else {
            List<String> near = findings.full() ? List.of() : headers();
            findings.error(block.place(), text("section", known, word, near)
                    + (known && OpenSvc.isResource(word) ? OpenSvc.LEAVE_OUT : ""));
        }
    }

    /** Whether nothing is done with it on any node. */
    private static boolean isDisabled(Ini.Block block) {
        List<Ini.Entry> said = block.entries().stream().filter(entry -> Binder.name(entry)
                .equalsIgnoreCase(ResourceKeywords.DISABLE.name())).toList();
        return said.stream().anyMatch(entry -> !entry.key().contains("@"))
                && said.stream().allMatch(entry -> entry.value().matches("(?i)true|t|yes|y|1"));
    }

    /** Whether the header is a resource id; reports it when not. */
    boolean isRid(Ini.Block block) {
        try {
            new Rid(block.name());
            return true;
        } catch (IllegalArgumentException e) {
            findings.error(block.place(), e.getMessage());
            return false;
        }
    }

    void key(Ini.Entry entry, Kind kind, Keywords keywords) {
        key(entry, kind.group().word(), keywords);
    }

    void keyOfDefaults(Ini.Entry entry) {
        key(entry, Ini.DEFAULT, vocabulary.defaults());
    }

    void keyOfSubset(Ini.Entry entry) {
        key(entry, Vocabulary.SUBSET, ResourceKeywords.OF_SUBSETS);
    }

    void key(Ini.Entry entry, String group, Keywords keywords) {
        String name = Binder.name(entry);
        if (!group.equals(Ini.DEFAULT) && ServiceKeywords.ALL.find(name).isPresent()) {
            findings.error(entry.place(), "expected in [DEFAULT], since it is about the service");
            return;
        }
        Optional<String> harmless = OpenSvc.harmless(group, name.toLowerCase(Locale.ROOT));
        if (harmless.isPresent()) {
            findings.warning(entry.place(), "no effect: " + harmless.get());
            return;
        }
        Keywords shown = findings.full() ? Keywords.of() : keywords;
        findings.error(entry.place(), text("key", OpenSvc.knowsKeyword(group, name), name,
                shown.all().stream().flatMap(Keyword::spellings).toList()));
    }

    static String text(String what, boolean known, String got, Collection<String> words) {
        return known ? OpenSvc.NOT_YET : "unknown " + what + Near.hint(got, words);
    }

    private void type(Ini.Block block, List<String> types) {
        Optional<Ini.Entry> said = Vocabulary.typeEntry(block);
        Place place = said.map(Ini.Entry::place).orElse(block.place().at("type"));
        String expected = "expected one of " + String.join(", ", types);
        if (said.isEmpty()) {
            findings.error(place, "missing, " + expected);
            return;
        }
        String got = said.get().value();
        if (!OpenSvc.knowsType(OpenSvc.word(block.name()), got)) {
            findings.error(place, expected + ", got " + Quote.of(got) + (Expansion.isVerbatim(got)
                    ? "" : "; what kind of section it is has to be written out"));
        } else if (isDisabled(block)) {
            findings.warning(place, DISABLED + got + " is " + OpenSvc.NOT_YET);
        } else {
            findings.error(place, expected + ", got " + Quote.of(got) + ", which is "
                    + OpenSvc.NOT_YET + OpenSvc.LEAVE_OUT);
        }
    }

    private List<String> headers() {
        return Stream.concat(Stream.of(Ini.DEFAULT, Vocabulary.SUBSET),
                vocabulary.catalog().sections().stream()).toList();
    }
}
