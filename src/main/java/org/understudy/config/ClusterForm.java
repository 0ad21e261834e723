package org.understudy.config;

import java.nio.file.Path;
import java.util.List;
import org.understudy.model.NodeName;

/**
 * The form of cluster.conf, or of node.conf.
 *
 * @param head {@code cluster} or {@code node}
 * @param other the one of the two that is not edited; need not exist
 * @param self whose node it is
 */
public record ClusterForm(String head, Path other, NodeName self) implements Form {
    private static final String HEADER = "(hb|stonith|arbitrator|hook)#[\\w.:-]+";

    /** Of cluster.conf. */
    public static ClusterForm ofCluster(Path nodeConf, NodeName self) {
        return new ClusterForm("cluster", nodeConf, self);
    }

    /** Of node.conf. */
    public static ClusterForm ofNode(Path clusterConf, NodeName self) {
        return new ClusterForm("node", clusterConf, self);
    }

    private boolean isCluster() {
        return head.equals("cluster");
    }

    @Override
    public List<String> plainSections() {
        return isCluster() ? List.of("cluster", "node") : List.of("node");
    }

    @Override
    public String example() {
        return isCluster() ? "hb#1 or cluster" : "node";
    }

    @Override
    public Keywords keywords(Ini.Block block) {
        return ClusterKeywords.of(block);
    }

    @Override
    public List<String> group(String word, Ini ini) {
        return ini.sections().stream().map(Ini.Block::name)
                .filter(name -> name.startsWith(word + "#")).toList();
    }

    @Override
    public String checkedHeader(String header) {
        if (!isCluster() || !header.matches(HEADER)) {
            throw new IllegalArgumentException("expected a section such as " + example()
                    + ", got " + Quote.of(header));
        }
        return header;
    }

    /** What is wrong with the other file is no reason to refuse this one; what is odd is said. */
    @Override
    public List<Problem> check(SourceFile source) {
        try {
            SourceFile beside = SourceFile.readIfThere(other);
            ClusterFile file = isCluster() ? new ClusterReader(source, beside, self).read()
                    : new ClusterReader(beside, source, self).read();
            return file.warnings();
        } catch (ConfigException e) {
            List<Problem> own = of(source, e.problems());
            if (!own.isEmpty()) {
                throw new ConfigException(own);
            }
            return List.of();
        }
    }

    private static List<Problem> of(SourceFile source, List<Problem> problems) {
        return problems.stream().filter(one -> one.file().equals(source.name())).toList();
    }

    @Override
    public Values values(SourceFile source) {
        SourceFile beside = SourceFile.readIfThere(other);
        ClusterReader reader = isCluster() ? new ClusterReader(source, beside, self)
                : new ClusterReader(beside, source, self);
        return (section, name, node) -> {
            try {
                return reader.text(section, name, isCluster(), node);
            } catch (Unresolved e) {
                throw e.in(source);
            }
        };
    }
}
