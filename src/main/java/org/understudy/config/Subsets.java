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
    private final Map<String, Boolean> parallel = new TreeMap<>();
    private final Map<String, Place> places = new TreeMap<>();

    Subsets(Lookup head, Binder binder, Unknown unknown) {
        this.head = head;
        this.binder = binder;
        this.unknown = unknown;
    }

    void add(Ini.Block block, Findings findings, NodeName self) {
        if (!unknown.isRid(block)) {
            return;
        }
        Keywords keywords = ResourceKeywords.OF_SUBSETS;
        Bound bound = binder.bind(block, keywords, unknown::keyOfSubset);
        Lookup lookup = new Lookup(bound, head.head(), head.nodes());
        lookup.warnOfStrangers(findings);
        String name = block.name().substring(block.name().indexOf('#') + 1);
        places.put(name, block.place());
        if (findings.none()) {
            parallel.put(name, lookup.values(keywords, self).get(ResourceKeywords.PARALLEL));
        }
    }

    /** The start sets whose resources all say so. */
    Set<String> parallel(List<Resource> resources) {
        return resources.stream().filter(resource -> resource.subset().isPresent())
                .collect(Collectors.groupingBy(Resource::startSet,
                        Collectors.reducing(true, this::isParallel, Boolean::logicalAnd)))
                .entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    void warnOfUnused(List<Resource> resources, Findings findings) {
        Set<String> used = resources.stream().map(this::sectionOf).flatMap(Optional::stream)
                .collect(Collectors.toSet());
        places.forEach((name, place) -> {
            if (!used.contains(name)) {
                findings.warning(place, "no effect, since no resource is in this subset");
            }
        });
    }

    private boolean isParallel(Resource resource) {
        return sectionOf(resource).map(parallel::get).orElse(false);
    }

    /** The most exact section for the resource's subset. */
    private Optional<String> sectionOf(Resource resource) {
        return resource.subset().stream().flatMap(name -> Stream.of(
                        resource.driver() + ":" + name, resource.group().word() + ":" + name, name))
                .filter(places::containsKey).findFirst();
    }
}
