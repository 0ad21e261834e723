package org.understudy.config;

import static org.understudy.config.ClusterKeywords.BY_SECTION;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;

/** Reads cluster.conf and node.conf, and looks at all of both before it refuses any of it. */
final class ClusterReader {
    private static final Duration FENCE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RESET = Duration.ofSeconds(10);
    private static final int MIN_VOTERS = 3;

    private final Findings findings;
    private final Findings nodeFindings;
    private final Ini ini;
    private final Ini nodeIni;
    private final NodeName self;
    private final Binder binder;
    private final Bound cluster;
    private final List<NodeName> nodes;

    ClusterReader(SourceFile clusterConf, SourceFile nodeConf, NodeName self) {
        this.self = self;
        findings = new Findings(clusterConf.name());
        nodeFindings = new Findings(nodeConf.name());
        binder = new Binder(findings);
        ini = IniReader.read(clusterConf, findings);
        nodeIni = IniReader.read(nodeConf, nodeFindings);
        cluster = bind(ini.sectionOrEmpty("cluster"));
        nodes = nodes();
    }

    /** @throws ConfigException with all problems of both files */
    ClusterFile read() {
        refuseForeignSections();
        List<Link> links = links();
        SortedMap<NodeName, FenceCommand> fences = new TreeMap<>();
        Set<NodeName> fenced = fences(fences);
        Values node = node();
        Values own = new Lookup(cluster, cluster, nodes)
                .values(BY_SECTION.get("cluster"), self);
        checkQuorum();
        refuse();
        boolean withoutProof = own.get(ClusterKeywords.TAKEOVER_WITHOUT_PROOF);
        warnOfUnfenced(fenced, withoutProof);
        Duration fenceTimeout = fences.values().stream().map(FenceCommand::timeout)
                .max(Duration::compareTo).orElse(FENCE_TIMEOUT);
        return new ClusterFile(new Cluster(own.get(ClusterKeywords.NAME), nodes, links, fenced,
                fenceTimeout, node.get(ClusterKeywords.READY_PERIOD),
                node.get(ClusterKeywords.REJOIN_GRACE_PERIOD),
                node.get(ClusterKeywords.MAINTENANCE_GRACE_PERIOD), withoutProof,
                own.get(ClusterKeywords.QUORUM) ? quorum(links) : Quorum.OFF,
                node.get(ClusterKeywords.MAX_PARALLEL)),
                fences, limits(node), both(findings.warnings(), nodeFindings.warnings()));
    }

    private static NodeLimits limits(Values node) {
        return new NodeLimits(node.get(ClusterKeywords.MIN_AVAIL_MEM),
                node.get(ClusterKeywords.MIN_AVAIL_SWAP));
    }

    /** A vote holds as long as the slowest link may be silent; no watchdog makes a reset sure. */
    private static Quorum quorum(List<Link> links) {
        Duration lease = links.stream().map(Link::timeout).max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new Quorum(true, List.of(), lease, RESET, false);
    }

    private void checkQuorum() {
        cluster.find(ClusterKeywords.QUORUM, List.of("")).filter(entry -> findings.none()
                && Types.BOOLEAN.parse(entry.value()) && nodes.size() < MIN_VOTERS)
                .ifPresent(entry -> findings.error(entry.place(), "expected at least " + MIN_VOTERS
                        + " members, since of " + nodes.size() + " none has a majority when"
                        + " another is lost and everything would stop, got " + nodes.size()));
    }

    /** This node stands in where the list cannot be read, so that the rest is checked. */
    private List<NodeName> nodes() {
        Ini.Entry entry = cluster.find(ClusterKeywords.NODES, List.of("")).orElse(null);
        if (entry == null) {
            return List.of(self);
        }
        try {
            List<NodeName> members = Types.NODES.parse(entry.value());
            if (!members.contains(self)) {
                findings.error(entry.place(), "expected this node, " + self + ", among them, got "
                        + Quote.of(entry.value()));
            }
            return members;
        } catch (IllegalArgumentException reported) {
            return List.of(self);
        }
    }

    private List<Link> links() {
        List<Link> links = new ArrayList<>();
        for (Ini.Block block : sections("hb#")) {
            Lookup lookup = new Lookup(bind(block), cluster, nodes);
            new LinkReader(lookup, findings, self).read().ifPresent(links::add);
        }
        if (nodes.size() > 1 && sections("hb#").isEmpty()) {
            findings.error(cluster.block().place().at("nodes"), "expected a section [hb#1] too,"
                    + " since " + nodes.size() + " members must hear each other, got none");
        }
        return links;
    }

    private Set<NodeName> fences(SortedMap<NodeName, FenceCommand> fences) {
        Set<NodeName> fenced = new TreeSet<>();
        for (Ini.Block block : sections("stonith#")) {
            String id = block.name().substring("stonith#".length());
            nodes.stream().filter(node -> node.value().equalsIgnoreCase(id)).findFirst()
                    .ifPresentOrElse(node -> {
                        fenced.add(node);
                        fence(block, node, fences);
                    }, () -> findings.error(block.place(), "expected a member after #, one of "
                            + nodes + ", got " + Quote.of(id)));
        }
        return fenced;
    }

    /** The node itself need not know how others switch it off. */
    private void fence(Ini.Block block, NodeName node, SortedMap<NodeName, FenceCommand> fences) {
        Keywords keywords = BY_SECTION.get("stonith");
        Bound bound = bind(block);
        Lookup lookup = new Lookup(bound, cluster, nodes);
        lookup.warnOfStrangers(findings);
        new Lookup(bound, cluster, nodes.stream().filter(other -> !other.equals(node)).toList())
                .require(keywords, findings);
        if (findings.none()) {
            Values values = lookup.values(keywords, self);
            values.find(ClusterKeywords.CMD).ifPresent(command -> fences.put(node,
                    new FenceCommand(command, values.get(ClusterKeywords.FENCE_TIMEOUT))));
        }
    }

    /** node.conf's own values, then those of cluster.conf. */
    private Values node() {
        Bound here = new Binder(nodeFindings).bind(nodeIni.sectionOrEmpty("node"),
                ClusterKeywords.NODE, entry -> unknown(entry, "node", nodeFindings));
        Lookup lookup = new Lookup(here, bind(ini.sectionOrEmpty("node")), nodes);
        lookup.warnOfStrangers(nodeFindings);
        return lookup.values(ClusterKeywords.NODE, self);
    }

    private Bound bind(Ini.Block block) {
        String word = OpenSvc.word(block.name());
        return binder.bind(block, BY_SECTION.get(word), entry -> unknown(entry, word, findings));
    }

    private static void unknown(Ini.Entry entry, String section, Findings findings) {
        String name = Binder.name(entry);
        findings.error(entry.place(), Unknown.text("key", OpenSvc.knowsKeyword(section, name), name,
                BY_SECTION.get(section).all().stream().map(Keyword::name).toList()));
    }

    private void refuseForeignSections() {
        for (Ini.Block block : ini.sections()) {
            String word = OpenSvc.word(block.name());
            if (!BY_SECTION.containsKey(word)) {
                findings.error(block.place(), Unknown.text("section", OpenSvc.knowsSection(word),
                        word, BY_SECTION.keySet()));
            } else if (!block.name().matches("cluster|node|(hb|stonith)#[\\w.:-]+")) {
                findings.error(block.place(), "expected [cluster], [node], [hb#1] or [stonith#n1],"
                        + " got " + Quote.of("[" + block.name() + "]"));
            }
        }
        for (Ini.Block block : nodeIni.sections()) {
            String word = OpenSvc.word(block.name());
            if (!block.name().equals("node")) {
                nodeFindings.error(block.place(), BY_SECTION.containsKey(word)
                        ? "expected in cluster.conf" : Unknown.text("section",
                                OpenSvc.knowsSection(word), word, Set.of("node")));
            }
        }
    }

    private void warnOfUnfenced(Set<NodeName> fenced, boolean withoutProof) {
        nodes.stream().filter(node -> nodes.size() > 1 && !withoutProof && !fenced.contains(node))
                .forEach(node -> findings.warning(Place.FILE, "no section [stonith#" + node
                        + "]: when " + node + " falls silent, its services wait for an operator"));
    }

    private List<Ini.Block> sections(String prefix) {
        return ini.sections().stream()
                .filter(block -> block.name().matches(prefix + "[\\w.:-]+")).toList();
    }

    private void refuse() {
        List<Problem> all = both(findings.errors(), nodeFindings.errors());
        if (!all.isEmpty()) {
            throw new ConfigException(all);
        }
    }

    private static List<Problem> both(List<Problem> some, List<Problem> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
