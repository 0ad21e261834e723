package org.understudy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.understudy.model.Cluster;

/**
 * What a service file lives beside.
 *
 * @param cluster what cluster.conf says; empty where it cannot be read
 * @param services the other services' files
 */
public record Context(Optional<Cluster> cluster, List<ServiceFile> services) {
    public static final Context NONE = new Context(Optional.empty(), List.of());

    public Context {
        services = List.copyOf(services);
    }

    /** All files of a directory but one. */
    public static Context of(Optional<Cluster> cluster, ServiceScan scan, String without) {
        List<ServiceFile> others = new ArrayList<>(scan.managed().values());
        others.addAll(scan.elsewhere());
        others.removeIf(file -> file.service().name().value().equals(without));
        return new Context(cluster, others);
    }
}
