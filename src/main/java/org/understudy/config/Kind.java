package org.understudy.config;

import java.util.Optional;
import org.understudy.model.Group;

/**
 * A kind of resource section, declared by its driver.
 *
 * @param group decides the place in the order
 * @param driver {@code container.docker}, {@code disk.vg}, {@code fs}
 * @param keywords its own; those that all resources share are added by this package
 * @param sortKey compared before the rid inside a set, for fs its mount point
 */
public record Kind(Group group, String driver, Keywords keywords, Optional<Keyword<?>> sortKey) {
}
