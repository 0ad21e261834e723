package org.understudy.config;

import java.util.List;
import org.understudy.model.NodeName;

/** The form of a service file. */
public final class ServiceForm implements Form {
    private static final String HEADER = "[a-z_0-9.]+#[A-Za-z0-9_.:-]+";

    private final Vocabulary vocabulary;
    private final NodeName self;

    public ServiceForm(Catalog catalog, NodeName self) {
        this.vocabulary = Vocabulary.of(catalog);
        this.self = self;
    }

    @Override
    public String head() {
        return Ini.DEFAULT;
    }

    @Override
    public List<String> plainSections() {
        return List.of(Ini.DEFAULT, "env", "labels");
    }

    @Override
    public String example() {
        return "fs#1 or DEFAULT";
    }

    @Override
    public Keywords keywords(Ini.Block block) {
        return List.of("env", "labels").contains(block.name()) ? Keywords.of()
                : vocabulary.keywords(block);
    }

    /** A word is the part of the header before {@code #}, or the group of the resource. */
    @Override
    public List<String> group(String word, Ini ini) {
        return ini.sections().stream().filter(block -> block.name().contains("#"))
                .filter(block -> OpenSvc.word(block.name()).equals(word) || vocabulary.kind(block)
                        .filter(kind -> kind.group().word().equals(word)).isPresent())
                .map(Ini.Block::name).toList();
    }

    @Override
    public String checkedHeader(String header) {
        if (!header.matches(HEADER)) {
            throw new IllegalArgumentException("expected a section such as " + example()
                    + ", got " + Quote.of(header));
        }
        return header;
    }

    @Override
    public List<Problem> check(SourceFile source) {
        return ServiceFiles.parse(source, vocabulary, self).warnings();
    }

    @Override
    public Values values(SourceFile source) {
        Evaluation.Questions questions = Evaluation.questions(source, vocabulary, self);
        return (section, name, node) -> questions.about(
                section.equals(Ini.DEFAULT) ? name : section + "." + name, node).text();
    }
}
