package org.understudy.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

/**
 * The services a directory defines.
 *
 * @param managed those that may run on this node, by name
 * @param elsewhere those that may not: not managed here, no error
 * @param refused files that cannot be used, with all that is wrong with each
 * @param warnings what is odd but harmless
 */
public record ServiceScan(SortedMap<ServiceName, ServiceFile> managed, List<ServiceFile> elsewhere,
        SortedMap<Path, ConfigException> refused, List<Problem> warnings) {
    public ServiceScan {
        managed = Collections.unmodifiableSortedMap(new TreeMap<>(managed));
        elsewhere = List.copyOf(elsewhere);
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads {@code *.conf} and {@code *.env} of a directory. One bad file does not hide the others.
     *
     * @throws ConfigException when the directory itself cannot be read
     */
    public static ServiceScan of(Path directory, Catalog catalog, NodeName self) {
        return of(directory, catalog, self, List.of());
    }

    /** The same in a cluster; names in the files may be short for its members' names. */
    public static ServiceScan of(Path directory, Catalog catalog, NodeName self,
            List<NodeName> members) {
        return new ServiceScanner(catalog, new Members(self, members)).scan(directory);
    }
}
