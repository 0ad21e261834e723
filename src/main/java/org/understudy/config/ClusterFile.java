package org.understudy.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Cluster;
import org.understudy.model.NodeName;

/**
 * What cluster.conf and node.conf say, read without an error.
 *
 * @param self this node, as cluster.conf calls it: a host may know only its short name
 * @param cluster what deciding needs
 * @param fences how this node switches others off: what is tried first, then what follows when
 *     that does not confirm; see {@link FenceKeywords}
 * @param arbitrators where those are that this node asks for their votes
 * @param limits what this node must have left to start anything
 * @param hooks what is run when something happens on this node
 * @param warnings what is odd but harmless
 */
public record ClusterFile(NodeName self, Cluster cluster, SortedMap<NodeName, List<Section>> fences,
        SortedMap<ArbitratorName, ArbitratorAddress> arbitrators, NodeLimits limits,
        List<Hook> hooks, List<Problem> warnings) {
    public ClusterFile {
        fences = Collections.unmodifiableSortedMap(new TreeMap<>(fences));
        arbitrators = Collections.unmodifiableSortedMap(new TreeMap<>(arbitrators));
        hooks = List.copyOf(hooks);
        warnings = List.copyOf(warnings);
    }

    /** Whether both have an agent do the same, whatever is odd about either. */
    public boolean saysTheSameAs(ClusterFile other) {
        return new ClusterFile(self, cluster, fences, arbitrators, limits, hooks, other.warnings)
                .equals(other);
    }

    /**
     * Reads both files. Without cluster.conf this node is alone; without node.conf, cluster.conf
     * says it all.
     *
     * @param self whose view it is
     * @throws ConfigException with all that is wrong with both
     */
    public static ClusterFile read(Path clusterConf, Path nodeConf, NodeName self) {
        return reader(clusterConf, nodeConf, self).read();
    }

    static ClusterReader reader(Path clusterConf, Path nodeConf, NodeName self) {
        return new ClusterReader(source(clusterConf), source(nodeConf), self);
    }

    private static SourceFile source(Path path) {
        return Files.notExists(path) ? new SourceFile(path, "") : SourceFile.read(path);
    }
}
