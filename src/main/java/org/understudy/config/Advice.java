package org.understudy.config;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.model.Cluster;
import org.understudy.model.Group;
import org.understudy.model.Near;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/** Finds what each value by itself does not show: what cannot work, or can never act. */
final class Advice {
    private static final String DEFAULT = Ini.DEFAULT;

    private final Ini ini;
    private final ServiceFile file;
    private final Service service;
    private final Findings findings;
    private final Catalog catalog;
    private final Vocabulary vocabulary;

    Advice(SourceFile source, ServiceFile file, Findings findings, Catalog catalog) {
        this.ini = IniReader.read(source, new Findings(source.name()));
        this.file = file;
        this.service = file.service();
        this.findings = findings;
        this.catalog = catalog;
        this.vocabulary = Vocabulary.of(catalog);
    }

    void give(Context context) {
        lonely();
        context.cluster().ifPresent(this::cluster);
        relations(context.services());
        circle(context.services());
        claims(context.services());
        disks(context.services());
        data();
    }

    private void lonely() {
        if (service.orchestrate() == Orchestrate.HA && service.nodes().size() == 1) {
            findings.warning(place(DEFAULT, "orchestrate"), "ha with one node: there is nowhere to"
                    + " go when " + service.nodes().get(0) + " dies");
        }
        if (service.resources().isEmpty()) {
            findings.warning(Place.FILE, "no resources: there is nothing to start");
        }
    }

    private void cluster(Cluster cluster) {
        service.nodes().stream().filter(node -> !cluster.nodes().contains(node)).forEach(node ->
                findings.warning(place(DEFAULT, "nodes"), node + " is no member of the cluster "
                        + words(cluster.nodes(), ", ") + ", so nothing starts there"));
        if (service.orchestrate() == Orchestrate.HA && service.nodes().size() > 1
                && !cluster.takeoverWithoutProof() && !majorityProves(cluster)
                && !service.reserved()) {
            List<NodeName> unproved = service.nodes().stream()
                    .filter(node -> !cluster.fenced().contains(node)).toList();
            if (!unproved.isEmpty()) {
                findings.warning(place(DEFAULT, "orchestrate"), "ha without a proof of exclusion:"
                        + " nothing proves that " + words(unproved, " or ") + " is off, and when it"
                        + " falls silent the service waits for an operator; expected "
                        + unproved.stream().map(node -> "[stonith#" + node + "]")
                                .collect(Collectors.joining(", ")) + " in cluster.conf"
                        + (service.reservations().isEmpty() ? "" : ", or scsireserv = true on"
                                + " every disk: other nodes can write to " + exposed()));
            }
        }
    }

    private String exposed() {
        return service.exposed().stream().map(one -> one.rid().value())
                .collect(Collectors.joining(", "));
    }

    private static boolean majorityProves(Cluster cluster) {
        return cluster.quorum().on() && cluster.quorum().watchdog();
    }

    private void relations(List<ServiceFile> others) {
        Set<String> known = others.stream().map(other -> other.service().name().value())
                .collect(Collectors.toCollection(TreeSet::new));
        related().forEach((key, names) -> {
            Place place = place(DEFAULT, key);
            names.stream().filter(name -> !known.contains(name.value())).forEach(name ->
                    findings.warning(place, "no service " + name + " on this node"
                            + Near.hint(name.value(), known)));
        });
    }

    private SortedMap<String, List<ServiceName>> related() {
        SortedMap<String, List<ServiceName>> related = new TreeMap<>();
        for (Keyword<List<ServiceName>> keyword : RulesReader.RELATIONS) {
            related.put(keyword.name(), file.defaults().get(keyword));
        }
        return related;
    }

    /** Services that wait for each other wait for ever. */
    private void circle(List<ServiceFile> others) {
        Map<ServiceName, List<ServiceName>> parents = new TreeMap<>();
        Stream.concat(Stream.of(file), others.stream()).forEach(each -> parents.put(
                each.service().name(), each.defaults().get(RuleKeywords.PARENTS)));
        List<ServiceName> way = back(parents);
        if (!way.isEmpty()) {
            findings.error(place(DEFAULT, "parents"), "expected parents that do not wait for "
                    + service.name() + ", got the circle " + way.stream().map(ServiceName::value)
                            .collect(Collectors.joining(" -> ")));
        }
    }

    /** The shortest way from the service over parents back to it; each one is passed once. */
    private List<ServiceName> back(Map<ServiceName, List<ServiceName>> parents) {
        Map<ServiceName, List<ServiceName>> ways = new TreeMap<>();
        Deque<ServiceName> next = new ArrayDeque<>(List.of(service.name()));
        ways.put(service.name(), List.of(service.name()));
        while (!next.isEmpty()) {
            ServiceName one = next.remove();
            for (ServiceName parent : parents.getOrDefault(one, List.of())) {
                List<ServiceName> way = new ArrayList<>(ways.get(one));
                way.add(parent);
                if (parent.equals(service.name())) {
                    return way;
                }
                if (ways.putIfAbsent(parent, way) == null) {
                    next.add(parent);
                }
            }
        }
        return List.of();
    }

    /** One address, volume group or mount point cannot serve twice. */
    private void claims(List<ServiceFile> others) {
        Map<String, String> taken = new TreeMap<>();
        others.forEach(other -> claimed(other).forEach((rid, claims) -> claims.forEach(
                (claim, key) -> taken.putIfAbsent(claim, rid + " of " + other.service().name()))));
        claimed(file).forEach((rid, claims) -> claims.forEach((claim, key) -> {
            String holder = taken.putIfAbsent(claim, rid.value());
            if (holder != null) {
                findings.warning(place(rid.value(), key),
                        claim.replaceFirst("^\\S+ ", "") + " is also that of " + holder);
            }
        }));
    }

    /** A disk is reserved for one node: two services that share it would shut each other out. */
    private void disks(List<ServiceFile> others) {
        Map<String, String> taken = new TreeMap<>();
        others.forEach(other -> reserved(other).forEach((disk, rid) ->
                taken.putIfAbsent(disk, rid + " of " + other.service().name())));
        reserved(file).forEach((disk, rid) -> {
            if (taken.containsKey(disk)) {
                findings.error(place(rid.value(), ReservationKeywords.SCSIRESERV.name()),
                        "expected disks that no other service reserves, got " + disk
                                + ", which " + taken.get(disk) + " reserves too");
            }
        });
        keys(others);
    }

    /** By its key a disk is known to be another service's, whatever it is called here. */
    private void keys(List<ServiceFile> others) {
        Map<String, ServiceName> taken = new TreeMap<>();
        others.forEach(other -> other.reservations().values().forEach(one -> one.keys().values()
                .forEach(key -> taken.putIfAbsent(key, other.service().name()))));
        file.reservations().values().forEach(one -> one.keys().values().stream()
                .filter(taken::containsKey).forEach(key -> findings.warning(
                        place(one.of().value(), ReservationKeywords.PRKEY.name()), key + " is also"
                                + " a key of " + taken.get(key) + ", so a disk that the two"
                                + " share under different names is not seen to be the other's")));
    }

    private SortedMap<String, Rid> reserved(ServiceFile of) {
        SortedMap<String, Rid> reserved = new TreeMap<>();
        of.reservations().forEach((rid, one) -> {
            if (!of.service().resource(rid).is(Flag.DISABLE)) {
                catalog.disks(one.of(), of.sections()).forEach(disk ->
                        reserved.putIfAbsent(disk, one.of()));
            }
        });
        return reserved;
    }

    /** What each resource claims for itself: driver, key and value, then the key. */
    private SortedMap<Rid, Map<String, String>> claimed(ServiceFile of) {
        SortedMap<Rid, Map<String, String>> claimed = new TreeMap<>();
        of.sections().forEach((rid, section) -> catalog.kind(rid.section(),
                section.find(ResourceKeywords.TYPE)).ifPresent(kind -> {
                    Map<String, String> claims = new TreeMap<>();
                    kind.claims().forEach(keyword -> section.find(keyword).ifPresent(value ->
                            claims.put(kind.group() + "." + keyword.name() + " " + value,
                                    keyword.name())));
                    claimed.put(rid, claims);
                }));
        return claimed;
    }

    /** Data that stays behind when the service moves. */
    private void data() {
        catalog.data().forEach(keyword -> file.defaults().find(keyword).ifPresent(path -> {
            boolean mounted = file.sections().entrySet().stream()
                    .anyMatch(entry -> mountPoint(entry.getKey(), entry.getValue())
                            .filter(path::startsWith).isPresent());
            if (!mounted && service.nodes().size() > 1) {
                findings.warning(place(DEFAULT, keyword.name()), path + " is on no filesystem of"
                        + " the service, so what is in it stays behind when the service moves");
            }
        }));
    }

    private Optional<Path> mountPoint(Rid rid, Section section) {
        return catalog.kind(rid.section(), section.find(ResourceKeywords.TYPE))
                .filter(kind -> kind.group() == Group.FS).flatMap(Kind::sortKey)
                .flatMap(section::find).map(value -> Path.of(value.toString()));
    }

    private Place place(String section, String key) {
        return ini.section(section).map(block -> block.entries().stream()
                .filter(entry -> key.equals(canonical(block, entry))).findFirst()
                .map(Ini.Entry::place).orElse(block.place().at(key)))
                .orElse(new Place(0, 0, section, key));
    }

    private String canonical(Ini.Block block, Ini.Entry entry) {
        Optional<Keyword<?>> keyword = vocabulary.keywords(block).find(Binder.name(entry));
        return keyword.map(Keyword::name).orElse(Binder.name(entry));
    }

    private static String words(List<NodeName> nodes, String between) {
        return nodes.stream().map(NodeName::value).collect(Collectors.joining(between));
    }
}
