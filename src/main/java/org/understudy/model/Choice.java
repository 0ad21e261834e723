package org.understudy.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Some resources of a service that an operator wants acted upon, on one node.
 *
 * @param rids which; in no order
 * @param standby whether a stop takes standby resources down too
 */
public record Choice(List<Rid> rids, boolean standby) {
    public Choice {
        rids = List.copyOf(rids);
    }

    /** {@code fs#1, app#1}. */
    public String words() {
        return rids.stream().map(Rid::value).collect(Collectors.joining(", "));
    }
}
