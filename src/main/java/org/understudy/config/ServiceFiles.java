package org.understudy.config;

import java.nio.file.Path;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

/** Reads service files. */
public final class ServiceFiles {
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
        return parse(SourceFile.read(file), Vocabulary.of(catalog), self);
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
        ServiceName name = name(source.path());
        Findings findings = new Findings(source.name());
        return new ServiceReader(vocabulary, findings, self).read(source, name);
    }
}
