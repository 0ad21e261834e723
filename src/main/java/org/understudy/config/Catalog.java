package org.understudy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.understudy.model.Rid;

/** The kinds of resource sections there are; the drivers provide it. */
public interface Catalog {
    /**
     * @param section the header before {@code #}: {@code fs}, {@code vg}, {@code container}
     * @param type the keyword {@code type}, empty where the section has none
     */
    Optional<Kind> kind(String section, Optional<String> type);

    /** The values {@code type} may have in such a section; empty when there is no such section. */
    List<String> types(String section);

    /** The headers there are, for "did you mean". */
    List<String> sections();

    /** Keywords of {@code [DEFAULT]} that belong to drivers, such as docker_data_dir. */
    Keywords defaults();

    /**
     * What keeps other nodes from writing what a resource has.
     *
     * @param sections of all the service's resources
     */
    Guard guard(Rid rid, SortedMap<Rid, Section> sections);

    /**
     * The disks of a resource whose disks are reserved, as its section names them, partitions by
     * their disk: {@code /dev/sdb}, {@code vg vg0}.
     */
    default List<String> disks(Rid rid, SortedMap<Rid, Section> sections) {
        return List.of();
    }

    /** Those of them that name a directory whose contents must move with the service. */
    default List<Keyword<Path>> data() {
        return List.of();
    }
}
