package org.understudy.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.ServiceName;

/** Reads the service files of a directory, once. */
final class ServiceScanner {
    private final Vocabulary vocabulary;
    private final Members members;
    private final SortedMap<ServiceName, ServiceFile> managed = new TreeMap<>();
    private final List<ServiceFile> elsewhere = new ArrayList<>();
    private final SortedMap<Path, ConfigException> refused = new TreeMap<>();
    private final List<Problem> warnings = new ArrayList<>();

    ServiceScanner(Catalog catalog, Members members) {
        this.vocabulary = Vocabulary.of(catalog);
        this.members = members;
    }

    ServiceScan scan(Path directory) {
        files(directory).values().forEach(this::read);
        return new ServiceScan(managed, elsewhere, refused, warnings);
    }

    private void read(Path path) {
        try {
            SourceFile source = SourceFile.read(path);
            ServiceFile file = ServiceFiles.parse(source, vocabulary,
                    new Findings(source.name()), members);
            warnings.addAll(file.warnings());
            if (file.isManagedOn(members.self())) {
                managed.put(file.service().name(), file);
            } else {
                elsewhere.add(file);
            }
        } catch (ConfigException e) {
            refused.put(path, e);
        }
    }

    /** By name without ending; {@code .conf} wins. */
    private SortedMap<String, Path> files(Path directory) {
        SortedMap<String, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory,
                "[!.]*.{conf,env}")) {
            for (Path file : found) {
                String stem = file.getFileName().toString().replaceFirst("\\.(conf|env)$", "");
                if (!ServiceFiles.NOT_SERVICES.contains(stem)) {
                    files.merge(stem, file, this::prefer);
                }
            }
        } catch (IOException e) {
            throw new ConfigException(directory.toString(), "cannot be read: " + e);
        }
        return files;
    }

    private Path prefer(Path one, Path other) {
        Path conf = one.toString().endsWith(".conf") ? one : other;
        Path env = conf.equals(one) ? other : one;
        warnings.add(new Problem(Problem.Severity.WARNING, env.getFileName().toString(), Place.FILE,
                "no effect, since there is " + conf.getFileName()));
        return conf;
    }
}
