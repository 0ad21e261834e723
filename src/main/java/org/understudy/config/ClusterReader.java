package org.understudy.config;

import static java.util.stream.Collectors.joining;
import static org.understudy.config.ClusterKeywords.BY_SECTION;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.Near;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;
import org.understudy.model.Rules.MonitorAction;

/** Reads cluster.conf and node.conf, and looks at all of both before it refuses any of it. */
final class ClusterReader {
    private static final Duration FENCE_TIMEOUT = Duration.ofSeconds(10);
    private static final int MIN_VOTERS = 3;
    private static final int MOST_NODES = 64;
    private static final List<String> SCOPES = List.of("nodes");

    private final Findings findings;
    private final Findings nodeFindings;
    private final Ini ini;
    private final Ini nodeIni;
    private final NodeName self;
    private final Lookup cluster;
    private final List<NodeName> nodes;
    private final Scopes scopes;
    private final Evaluator evaluator;
    private final Checker checker;
    private final Evaluator nodeEvaluator;
    private final SortedMap<ArbitratorName, ArbitratorAddress> arbitrators = new TreeMap<>();

    ClusterReader(SourceFile clusterConf, SourceFile nodeConf, NodeName host) {
        findings = new Findings(clusterConf.name());
        nodeFindings = new Findings(nodeConf.name());
        ini = IniReader.read(clusterConf, findings);
        nodeIni = IniReader.read(nodeConf, nodeFindings);
        nodes = nodes(host);
        self = Members.among(nodes, host);
        scopes = Scopes.of(nodes);
        evaluator = new Evaluator(Builtins.Origin.of(clusterConf, Optional.empty(), nodes),
                findings);
        checker = new Checker(findings, nodes);
        ini.sections().stream().filter(block -> BY_SECTION.containsKey(OpenSvc.word(block.name())))
                .forEach(block -> evaluator.add(bound(block)));
        cluster = section(ini.sectionOrEmpty("cluster"));
        nodeEvaluator = new Evaluator(Builtins.Origin.of(nodeConf, Optional.empty(), nodes),
                nodeFindings);
    }

    /** @throws ConfigException with all problems of both files */
    ClusterFile read() {
        refuseForeignSections();
        List<Link> links = links();
        FenceReader devices = new FenceReader(findings, nodes, self)
                .take(sections("stonith#"), this::section);
        if (findings.none()) {
            devices.pills((node, level) -> new PillReader(findings, links, self).check(node,
                    level, this::watchdog));
        }
        Set<NodeName> fenced = devices.fenced();
        SortedMap<NodeName, List<Section>> fences = devices.read();
        checker.check(cluster);
        arbitrators(links, asksForQuorum());
        checkQuorum();
        List<Hook> hooks = new HookReader(findings, nodes, self)
                .read(sections("hook#"), this::section);
        Values node = node();
        Values own = cluster.values(BY_SECTION.get("cluster"), self);
        boolean withoutProof = own.get(ClusterKeywords.TAKEOVER_WITHOUT_PROOF);
        warnOfUnfenced(fenced, withoutProof);
        Duration fenceTimeout = fences.values().stream().map(FenceKeywords::limit)
                .max(Duration::compareTo).orElse(FENCE_TIMEOUT);
        return new ClusterFile(self, new Cluster(own.get(ClusterKeywords.NAME), nodes, links,
                fenced, fenceTimeout, node.get(ClusterKeywords.READY_PERIOD),
                node.get(ClusterKeywords.REJOIN_GRACE_PERIOD),
                node.get(ClusterKeywords.MAINTENANCE_GRACE_PERIOD), withoutProof,
                own.get(ClusterKeywords.QUORUM) ? quorum(links, node) : Quorum.OFF,
                node.get(ClusterKeywords.MAX_PARALLEL)),
                fences, arbitrators, limits(node), hooks, warnings());
    }

    /** Another node's node.conf is not here. */
    private Optional<Ini.Entry> watchdog(NodeName node) {
        return section(ini.sectionOrEmpty("node")).find(ClusterKeywords.WATCHDOG, node)
                .or(() -> !node.equals(self) ? Optional.empty()
                        : Binder.raw(nodeIni.sectionOrEmpty("node"))
                                .find(ClusterKeywords.WATCHDOG.name(), Scopes.PLAIN));
    }

    /** What is odd but harmless in both, as far as they were read. */
    List<Problem> warnings() {
        return both(findings.warnings(), nodeFindings.warnings());
    }

    private static NodeLimits limits(Values node) {
        return new NodeLimits(node.get(ClusterKeywords.MIN_AVAIL_MEM),
                node.get(ClusterKeywords.MIN_AVAIL_SWAP),
                node.get(ClusterKeywords.STATUS_TIMEOUT), node.find(ClusterKeywords.WATCHDOG));
    }

    /** A vote holds as long as the slowest link may be silent. */
    private Quorum quorum(List<Link> links, Values node) {
        return new Quorum(true, List.copyOf(arbitrators.keySet()), lease(links), Quorum.RESET,
                Optional.of(node.get(ClusterKeywords.SPLIT_ACTION))
                        .filter(word -> !word.equals("stop"))
                        .map(word -> MonitorAction.valueOf(word.toUpperCase(Locale.ROOT))),
                node.find(ClusterKeywords.WATCHDOG).isPresent());
    }

    private static Duration lease(List<Link> links) {
        return links.stream().map(Link::timeout).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private void arbitrators(List<Link> links, boolean quorum) {
        for (Ini.Block block : sections("arbitrator#")) {
            Lookup lookup = section(block);
            Keywords keywords = BY_SECTION.get("arbitrator");
            checker.check(lookup);
            lookup.warnOfStrangers(findings);
            lookup.require(keywords, nodes, findings);
            if (lookup.isSound(keywords, self)) {
                ArbitratorAddress at = lookup.values(keywords, self)
                        .get(ClusterKeywords.ARBITRATOR_URI);
                arbitrators.put(new ArbitratorName(block.name()), at);
                links.stream().flatMap(link -> link.addresses().entrySet().stream())
                        .filter(member -> member.getValue().equals(at.host())).findFirst()
                        .ifPresent(member -> findings.error(block.place().at("uri"), "expected a"
                                + " machine that is no member, since it must outlive each of them,"
                                + " got " + member.getKey() + "'s address " + at.host()));
            }
            if (!quorum) {
                findings.warning(block.place(), "no effect while quorum = false");
            } else if (lease(links).compareTo(Quorum.LONGEST_LEASE) > 0) {
                findings.error(block.place(), "expected links with a timeout of at most "
                        + Durations.text(Quorum.LONGEST_LEASE) + ", since that long it gives its"
                        + " vote away, got " + Durations.text(lease(links)));
            }
        }
    }

    private boolean asksForQuorum() {
        return cluster.find(ClusterKeywords.QUORUM, self).filter(entry -> {
            try {
                return Types.BOOLEAN.parse(evaluator.text(entry, cluster, self));
            } catch (IllegalArgumentException | Unresolved reported) {
                return false;
            }
        }).isPresent();
    }

    private void checkQuorum() {
        cluster.find(ClusterKeywords.QUORUM, self).filter(entry -> findings.none()
                && Types.BOOLEAN.parse(evaluator.text(entry, cluster, self))
                && nodes.size() + arbitrators.size() < MIN_VOTERS)
                .ifPresent(entry -> findings.error(entry.place(), "expected at least " + MIN_VOTERS
                        + " members and arbitrators, since of " + nodes.size() + " none has a"
                        + " majority when another is lost and everything would stop, got "
                        + (nodes.size() + arbitrators.size())));
    }

    /** This node stands in where the list cannot be read, so that the rest is checked. */
    private List<NodeName> nodes(NodeName host) {
        Ini.Entry entry = Binder.raw(ini.sectionOrEmpty("cluster"))
                .find(ClusterKeywords.NODES.name(), Scopes.PLAIN).orElse(null);
        if (entry == null) {
            return List.of(host);
        }
        try {
            List<NodeName> members = Types.NODES.parse(entry.value());
            if (!members.contains(Members.among(members, host))) {
                findings.error(entry.place(), "expected this node, " + host + ", among them, got "
                        + Quote.of(entry.value()));
            }
            return members.subList(0, Math.min(MOST_NODES, members.size()));
        } catch (IllegalArgumentException e) {
            findings.error(entry.place(), "expected " + Types.NODES.expected() + ", got "
                    + Quote.of(entry.value()));
            return List.of(host);
        }
    }

    private List<Link> links() {
        List<Link> links = new ArrayList<>();
        for (Ini.Block block : sections("hb#")) {
            Lookup lookup = section(block);
            checker.check(lookup);
            new LinkReader(lookup, findings, self).read().ifPresent(link -> {
                new LinkReader(lookup, findings, self).compare(link, links);
                links.add(link);
            });
        }
        if (nodes.size() > 1 && sections("hb#").isEmpty()) {
            Place place = cluster.section().block().place().at("nodes");
            findings.error(place, "expected a section [hb#1] too, since " + nodes.size()
                    + " members must hear each other, got none");
        }
        if (!links.isEmpty() && links.stream().noneMatch(Link::network)) {
            findings.error(section(ini.sectionOrEmpty(links.get(0).name().toString())).section()
                    .block().place().at("type"), "expected a link of type unicast or multicast"
                    + " beside it, since members ask each other and keep copies of each other's"
                    + " journals over those alone, got " + links.stream()
                    .map(link -> link.way().type()).distinct().collect(joining(" and ")));
        }
        return links;
    }

    /** node.conf's own values, then those of cluster.conf. */
    private Values node() {
        Bound here = new Binder(nodeFindings, SCOPES).bind(nodeIni.sectionOrEmpty("node"),
                ClusterKeywords.NODE, entry -> unknown(entry, "node", nodeFindings));
        Lookup own = new Lookup(here, Bound.empty(here.block()), ClusterKeywords.NODE, scopes,
                nodeEvaluator);
        nodeEvaluator.add(own);
        own.warnOfStrangers(nodeFindings);
        new Checker(nodeFindings, nodes).check(own);
        Lookup shared = section(ini.sectionOrEmpty("node"));
        checker.check(shared);
        warnWithoutQuorum(own, nodeFindings);
        warnWithoutQuorum(shared, findings);
        refuse();
        Lookup both = new Lookup(here, shared.section(), ClusterKeywords.NODE, scopes, evaluator);
        return both.values(ClusterKeywords.NODE, self);
    }

    private void warnWithoutQuorum(Lookup where, Findings those) {
        boolean ordered = sections("stonith#").stream().anyMatch(block -> Vocabulary.type(block)
                .filter(FenceKeywords.DISK::equals).isPresent());
        Stream.of(ClusterKeywords.WATCHDOG, ClusterKeywords.SPLIT_ACTION)
                .filter(keyword -> !ordered || keyword == ClusterKeywords.SPLIT_ACTION)
                .flatMap(keyword -> where.find(keyword, self).stream())
                .filter(entry -> !asksForQuorum()).forEach(entry -> those.warning(entry.place(),
                        "no effect while quorum = false: nobody needs a majority"));
    }

    /**
     * What a node makes of a key.
     *
     * @param shared whether cluster.conf is asked alone, or node.conf first
     * @throws Unresolved when nothing says it, or what says it is wrong
     */
    String text(String section, String key, boolean shared, NodeName node) {
        Lookup own = section(ini.sectionOrEmpty(section));
        Bound here = new Binder(nodeFindings, SCOPES).bind(nodeIni.sectionOrEmpty(section),
                own.keywords(), entry -> unknown(entry, section, nodeFindings));
        Lookup lookup = shared ? own
                : new Lookup(here, own.section(), own.keywords(), scopes, evaluator);
        Keyword<?> keyword = own.keywords().find(key).orElseThrow(() -> new Unresolved(
                own.section().block().place().at(key), "unknown key" + Near.hint(key,
                        own.keywords().all().stream().map(Keyword::name).toList())));
        String text = lookup.text(keyword, Members.among(nodes, node)).orElseThrow(() ->
                new Unresolved(own.section().block().place().at(keyword.name()),
                        "not said for " + node + ", and it has no preset"));
        if (!Checker.fits(text, keyword)) {
            throw new Unresolved(own.section().block().place().at(keyword.name()), "expected "
                    + keyword.type().expected() + ", got " + Quote.of(text));
        }
        return text;
    }

    private Lookup section(Ini.Block block) {
        return evaluator.section(block.name()).orElseGet(() -> bound(block));
    }

    private Lookup bound(Ini.Block block) {
        Bound bound = new Binder(findings, SCOPES).bind(block, ClusterKeywords.of(block),
                entry -> unknown(entry, block));
        return new Lookup(bound, Bound.empty(block), ClusterKeywords.of(block), scopes, evaluator);
    }

    private void unknown(Ini.Entry entry, Ini.Block block) {
        String word = OpenSvc.word(block.name());
        String elsewhere = word.equals("hb")
                ? LinkKeywords.elsewhere(block, Binder.name(entry)) : "";
        if (!elsewhere.isEmpty()
                && OpenSvc.harmless(word, Binder.name(entry).toLowerCase(Locale.ROOT)).isEmpty()) {
            findings.error(entry.place(), elsewhere);
        } else {
            unknown(entry, word, findings);
        }
    }

    private static void unknown(Ini.Entry entry, String section, Findings findings) {
        String name = Binder.name(entry);
        Optional<String> harmless = OpenSvc.harmless(section, name.toLowerCase(Locale.ROOT));
        if (harmless.isPresent()) {
            findings.warning(entry.place(), "no effect: " + harmless.get());
            return;
        }
        findings.error(entry.place(), Unknown.text("key", OpenSvc.knowsKeyword(section, name), name,
                BY_SECTION.get(section).all().stream().map(Keyword::name).toList()));
    }

    private void refuseForeignSections() {
        for (Ini.Block block : ini.sections()) {
            String word = OpenSvc.word(block.name());
            if (!BY_SECTION.containsKey(word)) {
                foreign(block, BY_SECTION.keySet(), findings);
            } else if (!block.name().matches(
                    "cluster|node|(hb|stonith|arbitrator|hook)#[\\w.:-]+")) {
                findings.error(block.place(), "expected [cluster], [node], [hb#1],"
                        + " [stonith#n1], [arbitrator#1] or [hook#1], got "
                        + Quote.of("[" + block.name() + "]"));
            }
        }
        for (Ini.Block block : nodeIni.sections()) {
            String word = OpenSvc.word(block.name());
            if (BY_SECTION.containsKey(word) && !block.name().equals("node")) {
                nodeFindings.error(block.place(), "expected in cluster.conf");
            } else if (!block.name().equals("node")) {
                foreign(block, Set.of("node"), nodeFindings);
            }
        }
    }

    /** A section that has no effect here, or must not be there. */
    private static void foreign(Ini.Block block, Set<String> known, Findings findings) {
        String word = OpenSvc.word(block.name());
        Optional<String> harmless = OpenSvc.harmlessSection(word);
        if (harmless.isPresent()) {
            findings.warning(block.place(), "no effect: " + harmless.get());
        } else if (word.equals(Ini.DEFAULT)) {
            block.entries().stream().filter(entry -> !isAboutTheFile(entry)).forEach(entry ->
                    findings.error(entry.place(), "expected in the section that it is about, since"
                            + " [DEFAULT] holds nothing for others in this file"));
        } else {
            findings.error(block.place(), Unknown.text("section", OpenSvc.knowsSection(word),
                    word, known));
        }
    }

    private static boolean isAboutTheFile(Ini.Entry entry) {
        return List.of("id", "comment").contains(entry.key().toLowerCase(Locale.ROOT));
    }

    private void warnOfUnfenced(Set<NodeName> fenced, boolean withoutProof) {
        nodes.stream().filter(node -> nodes.size() > 1 && !withoutProof && !fenced.contains(node))
                .forEach(node -> findings.warning(Place.FILE, "no section [stonith#" + node
                        + "]: when " + node + " falls silent, its services wait for an operator"
                        + " unless their disks are reserved"));
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
