package org.understudy.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

/** Reads service files. */
public final class ServiceFiles {
    /** Names of files that are about something else than a service. */
    public static final Set<String> NOT_SERVICES = Set.of("node", "cluster", "auth");

    private static final String ENDINGS = "\\.(conf|env)$";

    private ServiceFiles() {
    }

    /**
     * Reads one file. Values for other nodes are checked as well.
     *
     * @param file named after the service: {@code web.conf}, {@code web.env}
     * @param self whose view of scoped keys the sections are
     * @throws ConfigException with all that is wrong with it; it then has no effect
     */
    public static ServiceFile read(Path file, Catalog catalog, NodeName self) {
        return read(file, catalog, self, List.of());
    }

    /**
     * Reads one file of a cluster.
     *
     * @param members all of them; names in the file may be short for theirs
     * @throws ConfigException with all that is wrong with it; it then has no effect
     */
    public static ServiceFile read(Path file, Catalog catalog, NodeName self,
            List<NodeName> members) {
        SourceFile source = SourceFile.read(file);
        return parse(source, Vocabulary.of(catalog), new Findings(source.name()),
                new Members(self, members));
    }

    /**
     * Looks at a text as if it were in the file, likewise.
     *
     * @throws ConfigException with all that would be wrong
     */
    public static void check(Path file, String text, Catalog catalog, NodeName self,
            List<NodeName> members) {
        SourceFile source = SourceFile.of(file, text.getBytes(StandardCharsets.UTF_8));
        parse(source, Vocabulary.of(catalog), new Findings(source.name()),
                new Members(self, members));
    }

    /** The service a file is about, whatever its contents. */
    static ServiceName name(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!name.matches(".+" + ENDINGS)) {
            throw new ConfigException(name, "expected a name that ends in .conf or .env");
        }
        try {
            return new ServiceName(name.replaceFirst(ENDINGS, ""));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, e.getMessage());
        }
    }

    static ServiceFile parse(SourceFile source, Vocabulary vocabulary, NodeName self) {
        return parse(source, vocabulary, new Findings(source.name()),
                new Members(self, List.of()));
    }

    static ServiceFile parse(SourceFile source, Vocabulary vocabulary, Findings findings,
            Members members) {
        return new ServiceReader(vocabulary, findings,
                new Sheet.Origin(source, name(source.path()), members)).read();
    }
}
