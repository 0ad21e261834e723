package org.understudy.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

/** Reads service files. */
public final class ServiceFiles {
    /** Names of files that are about something else than a service. */
    public static final Set<String> NOT_SERVICES = Set.of("node", "cluster", "auth");

    /** Names of programs that are called like a service: no new service gets one of them. */
    public static final Set<String> RESERVED = Set.of("svcmgr", "svcmon", "nodemgr", "om",
            "allservices", "allupservices", "alldownservices");

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

    /** The services that have a file in a directory, good or not; in order. */
    public static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".+" + ENDINGS))
                    .map(name -> name.replaceFirst(ENDINGS, ""))
                    .filter(name -> ServiceName.isOne(name) && !NOT_SERVICES.contains(name))
                    .distinct().sorted().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new ConfigException(directory.toString(), "cannot be read: " + e);
        }
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
