package org.understudy.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;

/** The sections {@code [subset#…]}: which sets of resources act at once. */
final class Subsets {
    private final Lookup head;
    private final Binder binder;
    private final Unknown unknown;
    private final Map<String, Lookup> sections = new TreeMap<>();

    Subsets(Lookup head, Binder binder, Unknown unknown) {
        this.head = head;
        this.binder = binder;
        this.unknown = unknown;
    }

    Optional<Lookup> add(Ini.Block block) {
        if (!unknown.isRid(block)) {
            return Optional.empty();
        }
        Bound bound = binder.bind(block, ResourceKeywords.OF_SUBSETS, unknown::keyOfSubset);
        Lookup lookup = new Lookup(bound, Bound.empty(block), ResourceKeywords.OF_SUBSETS,
                head.scopes(), head.evaluator());
        sections.put(block.name().substring(block.name().indexOf('#') + 1), lookup);
        return Optional.of(lookup);
    }

    void check(Checker checker, Findings findings) {
        for (Lookup lookup : sections.values()) {
            lookup.warnOfStrangers(findings);
            checker.check(lookup);
        }
    }

    /** The start sets whose resources all say so. */
    Set<String> parallel(List<Resource> resources, NodeName node) {
        return resources.stream().filter(resource -> resource.subset().isPresent())
                .collect(Collectors.groupingBy(Resource::startSet, Collectors.reducing(true,
                        resource -> isParallel(resource, node), Boolean::logicalAnd)))
                .entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    void warnOfUnused(List<Resource> resources, Findings findings) {
        Set<String> used = resources.stream().map(this::section).flatMap(Optional::stream)
                .map(Lookup::name).collect(Collectors.toSet());
        sections.values().stream().filter(section -> !used.contains(section.name()))
                .forEach(section ->
                findings.warning(section.section().block().place(),
                        "no effect, since no resource is in this subset"));
    }

    private boolean isParallel(Resource resource, NodeName node) {
        return section(resource).map(section -> section.values(ResourceKeywords.OF_SUBSETS, node)
                .get(ResourceKeywords.PARALLEL)).orElse(false);
    }

    /** The most exact section for the resource's subset. */
    private Optional<Lookup> section(Resource resource) {
        return resource.subset().stream().flatMap(name -> Stream.of(
                        resource.driver() + ":" + name, resource.group().word() + ":" + name, name))
                .filter(sections::containsKey).map(sections::get).findFirst();
    }
}
