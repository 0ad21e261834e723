package org.understudy.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.Service;

/**
 * A service file that was read without an error.
 *
 * @param path where it is
 * @param service what deciding and ordering need
 * @param defaults the section DEFAULT
 * @param sections what the drivers need, one for each resource
 * @param reservations what reserves the disks of some of them, by rids of their own
 * @param labels free words about the service, for selections
 * @param warnings what is odd but harmless, such as older spellings
 */
public record ServiceFile(Path path, Service service, Section defaults,
        SortedMap<Rid, Section> sections, SortedMap<Rid, Reservation> reservations,
        SortedMap<String, String> labels, List<Problem> warnings) {
    public ServiceFile {
        reservations = Collections.unmodifiableSortedMap(new TreeMap<>(reservations));
        sections = Collections.unmodifiableSortedMap(new TreeMap<>(sections));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        warnings = List.copyOf(warnings);
    }

    public ServiceFile(Path path, Service service, Section defaults,
            SortedMap<Rid, Section> sections) {
        this(path, service, defaults, sections, new TreeMap<>(), new TreeMap<>(), List.of());
    }

    /** The same file, at another place. */
    public ServiceFile at(Path other) {
        return new ServiceFile(other, service, defaults, sections, reservations, labels,
                warnings);
    }

    /** The section that says how a resource is to be; a reservation's is that of its disks. */
    public Section section(Rid rid) {
        Reservation reservation = reservations.get(rid);
        return sections.get(reservation == null ? rid : reservation.of());
    }

    /** Whether the service may run on this node; otherwise the node leaves the file alone. */
    public boolean isManagedOn(NodeName node) {
        return service.nodes().contains(node);
    }
}
