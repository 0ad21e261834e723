package org.understudy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Service;

/** Reads one service file; looks at all of it before it refuses any of it. */
final class ServiceReader {
    private final Vocabulary vocabulary;
    private final Findings findings;
    private final Sheet.Origin origin;

    /** @param origin the file, and this node */
    ServiceReader(Vocabulary vocabulary, Findings findings, Sheet.Origin origin) {
        this.vocabulary = vocabulary;
        this.findings = findings;
        this.origin = origin;
    }

    /** @throws ConfigException with all problems of the file */
    ServiceFile read() {
        Sheet sheet = new Sheet(origin, vocabulary, findings);
        sheet.check();
        Lookup head = sheet.head();
        NodeName node = viewpoint(head.scopes());
        RulesReader rules = new RulesReader(head, findings, node);
        rules.check(origin.name());
        new Launchers(findings, node).check(sheet.parts());
        findings.refuse();
        Values defaults = head.values(vocabulary.head(), node);
        Orchestrate orchestrate = defaults.get(ServiceKeywords.ORCHESTRATE);
        SortedMap<Rid, Section> sections = new TreeMap<>();
        List<Resource> written = resources(sheet, node, sections);
        if (head.nodes().size() > 1 && !rules.rules().flexible()) {
            head.nodes().forEach(one -> new Unread(sheet, findings).refuse(one,
                    resources(sheet, one, new TreeMap<>())));
        }
        Reservations reservations = new Reservations(origin.name(), sheet,
                vocabulary.catalog(), sections, findings);
        List<Resource> resources = reservations.with(written, rules.rules().flexible());
        findings.refuse();
        sheet.subsets().warnOfUnused(resources, findings);
        warnOfEncapsulated(sheet, resources);
        rules.warnOfMonitors(resources, orchestrate);
        Service service = new Service(origin.name(), head.nodes(), orchestrate,
                defaults.get(ServiceKeywords.ENV),
                defaults.get(ServiceKeywords.PRIORITY), defaults.get(ServiceKeywords.ROLLBACK),
                resources, sheet.subsets().parallel(resources, node),
                origin.source().checksum(), rules.rules());
        return new ServiceFile(origin.source().path(), service, defaults, sections,
                reservations.made(), labels(sheet, node), findings.warnings());
    }

    /** This node, where the service has to do with it; values elsewhere are nobody's. */
    private NodeName viewpoint(Scopes scopes) {
        return scopes.places().contains(origin.self()) ? origin.self() : scopes.nodes().get(0);
    }

    private void warnOfEncapsulated(Sheet sheet, List<Resource> resources) {
        Set<Rid> inside = resources.stream().filter(one -> one.is(Flag.ENCAP)
                && !one.is(Flag.DISABLE)).map(Resource::rid).collect(Collectors.toSet());
        sheet.parts().stream().filter(part -> inside.contains(part.rid())).forEach(part ->
                findings.warning(part.lookup().section().block().place(), "never started or"
                        + " stopped, since it lives inside a container, where nothing is done"
                        + " yet"));
    }

    private static List<Resource> resources(Sheet sheet, NodeName node,
            SortedMap<Rid, Section> sections) {
        boolean allDisabled = sheet.head().text(ServiceKeywords.DISABLE, node)
                .filter(Types.BOOLEAN::parse).isPresent();
        List<Resource> resources = new ArrayList<>();
        for (Sheet.Part part : sheet.parts()) {
            Values values = part.lookup().values(part.lookup().keywords(), node);
            sections.put(part.rid(), values);
            resources.add(Resources.of(part.rid(), part.kind(), values, allDisabled));
        }
        return resources;
    }

    private static SortedMap<String, String> labels(Sheet sheet, NodeName node) {
        SortedMap<String, String> labels = new TreeMap<>();
        Optional<Lookup> section = sheet.section("labels");
        section.ifPresent(lookup -> lookup.section().entries().keySet().forEach(key ->
                lookup.section().find(key, lookup.scopes().on(node)).ifPresent(entry ->
                        labels.put(key, lookup.evaluator().text(entry, lookup, node)))));
        return labels;
    }
}
