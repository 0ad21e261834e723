package org.understudy.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.understudy.model.Cluster;
import org.understudy.model.NodeName;

/**
 * All there is to say of one configuration file: every error, warning and note, in the order of its
 * lines.
 *
 * @param file what was read; empty where there are errors
 * @param problems none for a file that is right in all respects
 */
public record Validation(Optional<ServiceFile> file, List<Problem> problems) {
    public Validation {
        problems = problems.stream().sorted(Comparator.comparingInt(
                (Problem problem) -> problem.place().line())
                .thenComparing(problem -> problem.severity())).toList();
    }

    /** Whether the file can be used. */
    public boolean good() {
        return problems.stream().noneMatch(one -> one.severity() == Problem.Severity.ERROR);
    }

    /**
     * Checks a service file, first by itself, then beside the others and the cluster.
     *
     * @param path named after the service
     * @param self whose view it is
     */
    public static Validation ofService(Path path, Catalog catalog, NodeName self,
            Context context) {
        Findings findings = new Findings(String.valueOf(path.getFileName()));
        try {
            SourceFile source = SourceFile.read(path);
            ServiceFile file = ServiceFiles.parse(source, Vocabulary.of(catalog), findings,
                    new Members(self, context.cluster().map(Cluster::nodes)
                            .orElse(List.of())));
            new Advice(source, file, findings, catalog).give(context);
            return new Validation(Optional.of(file), all(findings));
        } catch (ConfigException e) {
            return new Validation(Optional.empty(), Stream.of(e.problems(), findings.warnings())
                    .flatMap(List::stream).toList());
        }
    }

    /** Checks cluster.conf and node.conf together; each is fine when it is missing. */
    public static Validation ofCluster(Path clusterConf, Path nodeConf, NodeName self) {
        List<Problem> all = new ArrayList<>();
        try {
            ClusterReader reader = ClusterFile.reader(clusterConf, nodeConf, self);
            try {
                reader.read();
            } catch (ConfigException e) {
                all.addAll(e.problems());
            }
            all.addAll(reader.warnings());
        } catch (ConfigException unreadable) {
            all.addAll(unreadable.problems());
        }
        return new Validation(Optional.empty(), all);
    }

    private static List<Problem> all(Findings findings) {
        List<Problem> all = new ArrayList<>(findings.errors());
        all.addAll(findings.warnings());
        return all;
    }
}
