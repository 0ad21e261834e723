package org.understudy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.understudy.model.NodeName;

/**
 * What one key of a service file is on one node, and where that comes from.
 *
 * @param section the header
 * @param key as declared, or as written where keys are free
 * @param place of the entry that holds there; empty when the file does not say and the preset holds
 * @param raw as the file spells it
 * @param text with references replaced and expressions worked out
 */
public record Evaluation(String section, String key, Optional<Place> place, String raw,
        String text) {

    /**
     * Works out one value. Other mistakes of the file do not matter.
     *
     * @param path {@code fs#1.mnt}; a key alone is one of DEFAULT
     * @param node as whom
     * @throws ConfigException when there is no such key, it has no value there, or a wrong one
     */
    public static Evaluation of(Path file, Catalog catalog, String path, NodeName node) {
        SourceFile source = SourceFile.read(file);
        return questions(source, Vocabulary.of(catalog), node).about(path, node);
    }

    /** A file that was taken apart once, to be asked for several values. */
    interface Questions {
        /** @throws ConfigException as {@link Evaluation#of} */
        Evaluation about(String path, NodeName node);
    }

    static Questions questions(SourceFile source, Vocabulary vocabulary, NodeName self) {
        Sheet sheet = new Sheet(new Sheet.Origin(source, ServiceFiles.name(source.path()),
                new Members(self, List.of())), vocabulary, new Findings(source.name()));
        return (path, node) -> {
            try {
                return new Question(sheet, path).answer(node);
            } catch (Unresolved e) {
                throw e.in(source);
            }
        };
    }

    /** The scope of the key that holds; empty for none. */
    public String scope() {
        return place.map(at -> at.key().contains("@")
                ? at.key().substring(at.key().indexOf('@') + 1) : "").orElse("");
    }
}
