package org.understudy.model;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A way on which beats travel: one {@code [hb#…]} section.
 *
 * @param name the section
 * @param type {@code unicast}
 * @param addresses each node's own address on this link
 * @param port UDP port, the same on every node
 * @param timeout without a valid beat for this long, the link to a peer is silent
 * @param interval time between two beats
 */
public record Link(LinkName name, String type, SortedMap<NodeName, String> addresses, int port,
        Duration timeout, Duration interval) {
    public Link {
        addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
    }
}
