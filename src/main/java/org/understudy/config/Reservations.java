package org.understudy.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.understudy.model.Group;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Restart;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/** Gives each resource with {@code scsireserv = true} another one that reserves its disks. */
final class Reservations {
    private final ServiceName name;
    private final Sheet sheet;
    private final Catalog catalog;
    private final SortedMap<Rid, Section> sections;
    private final Findings findings;
    private final SortedMap<Rid, Reservation> made = new TreeMap<>();

    Reservations(ServiceName name, Sheet sheet, Catalog catalog,
            SortedMap<Rid, Section> sections, Findings findings) {
        this.name = name;
        this.sheet = sheet;
        this.catalog = catalog;
        this.sections = sections;
        this.findings = findings;
    }

    /** Those that were made, by their own rid. */
    SortedMap<Rid, Reservation> made() {
        return made;
    }

    /** With the reservations, and with it said which resources those cover. */
    List<Resource> with(List<Resource> resources, boolean flexible) {
        SortedMap<Rid, Guard> guards = new TreeMap<>();
        resources.forEach(one -> guards.put(one.rid(), one.is(Flag.ENCAP) ? Guard.HARMLESS
                : catalog.guard(one.rid(), sections)));
        if (!guards.containsValue(Guard.OWN) && wantedOfAll()) {
            findings.warning(sheet.head().section().block().place()
                    .at(ReservationKeywords.SCSIRESERV.name()),
                    "no effect: the service has no disk that could be reserved");
        }
        List<Resource> all = new ArrayList<>();
        for (Resource resource : resources) {
            Guard guard = guards.get(resource.rid());
            all.add(guard == Guard.OPEN || !guards.containsValue(Guard.OWN) ? resource
                    : flagged(resource));
            if (guard == Guard.OWN) {
                refuse(resource, flexible);
                all.add(reservation(resource));
            } else if (guard == Guard.OPEN && wanted(resource.rid())) {
                findings.warning(place(resource.rid()), "no effect on " + resource.rid() + ": it"
                        + " has no disk of its own that could be reserved, or may have others than"
                        + " the one that is named (btrfs, an external journal), so other nodes can"
                        + " write to what it has");
            }
        }
        return all;
    }

    private static Resource flagged(Resource one) {
        Set<Flag> flags = EnumSet.of(Flag.RESERVED);
        flags.addAll(one.flags());
        return new Resource(one.rid(), one.group(), one.driver(), one.subset(), one.sortKey(),
                flags, one.restart(), one.tags());
    }

    /** It is neither watched nor started again: what another node took is not to be taken back. */
    private Resource reservation(Resource of) {
        Rid rid = of.rid().reservation();
        made.put(rid, new Reservation(of.rid(), keys(of.rid()), written(of.rid())));
        Set<Flag> flags = EnumSet.of(Flag.DISABLE, Flag.OPTIONAL, Flag.NOACTION);
        flags.retainAll(of.flags());
        return new Resource(rid, Group.DISK, Resource.RESERVATION, of.subset(), "", flags,
                Restart.NEVER, of.tags());
    }

    private void refuse(Resource resource, boolean flexible) {
        Rid rid = resource.rid();
        if (sections.containsKey(rid.reservation())) {
            findings.error(place(rid.reservation()), "expected another name, since " + rid
                    + " has scsireserv = true and " + rid.reservation() + " reserves its disks");
        }
        if (resource.is(Flag.STANDBY) || flexible) {
            findings.error(place(rid), "expected false where several nodes have it up at once ("
                    + (flexible ? "topology = flex" : "standby = true")
                    + "), since a disk is reserved for one node at a time");
        }
        Map<String, List<NodeName>> holders = keys(rid).entrySet().stream().collect(
                Collectors.groupingBy(Map.Entry::getValue, TreeMap::new, Collectors.mapping(
                        Map.Entry::getKey, Collectors.toList())));
        holders.forEach((key, nodes) -> {
            if (nodes.size() > 1) {
                findings.error(lookup(rid).section().block().place().at("prkey"), "expected"
                        + " another key on each node, such as prkey@" + nodes.get(0) + " = 0x1 and"
                        + " prkey@" + nodes.get(1) + " = 0x2, got " + key + " on " + nodes);
            }
        });
    }

    private SortedMap<NodeName, String> keys(Rid rid) {
        SortedMap<NodeName, String> keys = new TreeMap<>();
        for (NodeName node : sheet.head().scopes().places()) {
            keys.put(node, lookup(rid).text(ReservationKeywords.PRKEY, node)
                    .map(ReservationKeywords.PRKEY.type()::parse)
                    .orElseGet(() -> Reservation.key(name, node)));
        }
        return keys;
    }

    private SortedMap<NodeName, String> written(Rid rid) {
        SortedMap<NodeName, String> written = new TreeMap<>();
        for (NodeName node : sheet.head().scopes().places()) {
            lookup(rid).find(ReservationKeywords.PRKEY, node).map(Ini.Entry::place).ifPresent(
                    place -> written.put(node, place.section() + "." + place.key()));
        }
        return written;
    }

    private boolean wantedOfAll() {
        return sheet.head().text(ReservationKeywords.SCSIRESERV,
                sheet.head().scopes().places().get(0)).filter(Types.BOOLEAN::parse).isPresent();
    }

    private boolean wanted(Rid rid) {
        return lookup(rid).keywords().find(ReservationKeywords.SCSIRESERV.name()).isPresent()
                && sections.get(rid).get(ReservationKeywords.SCSIRESERV);
    }

    private Place place(Rid rid) {
        return lookup(rid).section().block().place().at(ReservationKeywords.SCSIRESERV.name());
    }

    private Lookup lookup(Rid rid) {
        return sheet.parts().stream().filter(part -> part.rid().equals(rid)).findFirst()
                .orElseThrow(() -> new IllegalStateException(rid + ": no section")).lookup();
    }
}
