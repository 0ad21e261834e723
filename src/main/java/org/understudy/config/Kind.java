package org.understudy.config;

import java.util.List;
import java.util.Optional;
import org.understudy.model.Group;

/**
 * A kind of resource section, declared by its driver.
 *
 * @param group decides the place in the order
 * @param driver {@code container.docker}, {@code disk.vg}, {@code fs}
 * @param keywords its own; those that all resources share are added by this package
 * @param sortKey compared before the rid inside a set, for fs its mount point
 * @param claims keywords whose value no two resources may share, such as an address
 */
public record Kind(Group group, String driver, Keywords keywords, Optional<Keyword<?>> sortKey,
        List<Keyword<?>> claims) {
    public Kind {
        claims = List.copyOf(claims);
    }

    /** A kind that claims nothing. */
    public Kind(Group group, String driver, Keywords keywords, Optional<Keyword<?>> sortKey) {
        this(group, driver, keywords, sortKey, List.of());
    }
}
