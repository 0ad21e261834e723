package org.understudy.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/** Reads one service file; looks at all of it before it refuses any of it. */
final class ServiceReader {
    private final Vocabulary vocabulary;
    private final Findings findings;
    private final NodeName self;
    private final Binder binder;
    private final SortedMap<Rid, Section> sections = new TreeMap<>();
    private final List<Resource> resources = new ArrayList<>();
    /** What each kind inherits from DEFAULT. */
    private final Map<Kind, Bound> heads = new IdentityHashMap<>();

    ServiceReader(Vocabulary vocabulary, Findings findings, NodeName self) {
        this.vocabulary = vocabulary;
        this.findings = findings;
        this.self = self;
        this.binder = new Binder(findings);
    }

    /** @throws ConfigException with all problems of the file */
    ServiceFile read(SourceFile source, ServiceName name) {
        Ini ini = IniReader.read(source, findings);
        Ini.Block block = ini.sectionOrEmpty(Ini.DEFAULT);
        Unknown unknown = new Unknown(vocabulary, findings);
        Bound head = binder.bind(block, vocabulary.defaults(), unknown::keyOfDefaults);
        List<NodeName> nodes = nodes(head);
        Lookup lookup = new Lookup(head, Bound.empty(block), nodes);
        lookup.require(vocabulary.head(), findings);
        lookup.warnOfStrangers(findings);
        Subsets subsets = new Subsets(lookup, binder, unknown);
        for (Ini.Block section : ini.sections()) {
            if (OpenSvc.word(section.name()).equals(Vocabulary.SUBSET)) {
                subsets.add(section, findings, self);
            } else if (!section.name().equals(Ini.DEFAULT)) {
                resource(section, lookup, unknown);
            }
        }
        return file(source, name, lookup, subsets);
    }

    private ServiceFile file(SourceFile source, ServiceName name, Lookup lookup,
            Subsets subsets) {
        RulesReader rules = new RulesReader(lookup, findings, self);
        subsets.warnOfUnused(resources, findings);
        rules.check(name);
        findings.refuse();
        Values defaults = lookup.values(vocabulary.head(), self);
        Orchestrate orchestrate = defaults.get(ServiceKeywords.ORCHESTRATE);
        rules.warnOfMonitors(resources, orchestrate);
        Service service = new Service(name, lookup.nodes(), orchestrate,
                defaults.get(ServiceKeywords.ENV),
                defaults.get(ServiceKeywords.PRIORITY), defaults.get(ServiceKeywords.ROLLBACK),
                resources, subsets.parallel(resources), source.checksum(), rules.rules());
        return new ServiceFile(source.path(), service, defaults, sections, findings.warnings());
    }

    /** This node stands in where the file's list cannot be read, so that the rest is checked. */
    private List<NodeName> nodes(Bound head) {
        Optional<Ini.Entry> entry = head.find(ServiceKeywords.NODES, List.of(""));
        try {
            return entry.isEmpty() ? List.of(self) : Types.NODES.parse(entry.get().value());
        } catch (IllegalArgumentException reported) {
            return List.of(self);
        }
    }

    private void resource(Ini.Block block, Lookup head, Unknown unknown) {
        Optional<Kind> found = unknown.kindOrReport(block);
        if (found.isEmpty()) {
            return;
        }
        Kind kind = found.get();
        Keywords keywords = Vocabulary.of(kind);
        Lookup lookup = new Lookup(
                binder.bind(block, keywords, entry -> unknown.key(entry, kind, keywords)),
                heads.computeIfAbsent(kind, k -> binder.bind(head.section().block(),
                        inherited(keywords), elsewhere -> { })), head.nodes());
        lookup.require(keywords, findings);
        lookup.warnOfStrangers(findings);
        if (findings.none()) {
            Rid rid = new Rid(block.name());
            Values values = lookup.values(keywords, self);
            sections.put(rid, values);
            resources.add(Resources.of(rid, kind, values, head.find(ServiceKeywords.DISABLE, self)
                    .filter(entry -> Types.BOOLEAN.parse(entry.value())).isPresent()));
        }
    }

    private static Keywords inherited(Keywords keywords) {
        return new Keywords(keywords.all().stream().filter(Keyword::inherited).toList());
    }
}
