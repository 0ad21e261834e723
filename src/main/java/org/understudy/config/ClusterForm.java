package org.understudy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.understudy.model.NodeName;

/**
 * The form of cluster.conf, or of node.conf.
 *
 * @param head {@code cluster} or {@code node}
 * @param other the one of the two that is not edited; need not exist
 * @param self whose node it is
 */
public record ClusterForm(String head, Path other, NodeName self) implements Form {
    private static final String HEADER = "(hb|stonith|arbitrator)#[\\w.:-]+";

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
        return ClusterKeywords.BY_SECTION.getOrDefault(OpenSvc.word(block.name()),
                Keywords.of());
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

    /** What is wrong with the other file is no reason to refuse this one. */
    @Override
    public List<Problem> check(SourceFile source) {
        try {
            SourceFile beside = SourceFile.readIfThere(other);
            ClusterFile file = isCluster() ? new ClusterReader(source, beside, self).read()
                    : new ClusterReader(beside, source, self).read();
            return of(source, file.warnings());
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
    public View view(SourceFile source) {
        Findings unread = new Findings(source.name());
        Ini ini = IniReader.read(source, unread);
        Bound shared = isCluster() ? Bound.empty(ini.sectionOrEmpty(head))
                : bound(IniReader.read(SourceFile.readIfThere(other), unread)
                        .sectionOrEmpty(head), unread);
        return (section, key, node) -> {
            Evaluator evaluator = new Evaluator(
                    Builtins.Origin.of(source, Optional.empty(), List.of()), unread);
            Scopes scopes = Scopes.of(List.of(node));
            ini.sections().forEach(block -> evaluator.add(new Lookup(bound(block, unread),
                    shared, keywords(block), scopes, evaluator)));
            Ini.Block none = ini.sectionOrEmpty(section);
            return evaluator.section(section).orElseGet(() -> new Lookup(Bound.empty(none), shared,
                    keywords(none), scopes, evaluator)).text(key, node);
        };
    }

    private Bound bound(Ini.Block block, Findings unread) {
        return new Binder(unread, List.of("nodes")).bind(block, keywords(block), entry -> { });
    }
}
