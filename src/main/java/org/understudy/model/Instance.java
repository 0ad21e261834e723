package org.understudy.model;

import java.util.Optional;

/**
 * One node's instance of a service, as told in its beats.
 *
 * @param avail its resources merged; UNDEF while they were not read
 * @param overall avail with what only warns
 * @param monitor what the node does with it
 * @param frozen whether the cluster leaves it alone
 * @param checksum of the configuration it runs
 * @param target the wish it works towards
 * @param wishes number of the last wish it knows of, settled or not
 */
public record Instance(Status avail, Status overall, Monitor monitor, boolean frozen,
        String checksum, Optional<Target> target, long wishes) {
}
