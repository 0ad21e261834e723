package org.understudy.model;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One {@code [hb#…]} section: where beats travel, and when silence counts.
 *
 * @param name the section
 * @param way what it goes over
 * @param timeout without a valid beat for this long, the link to a peer is silent
 * @param interval time between two beats
 */
public record Link(LinkName name, Way way, Duration timeout, Duration interval) {

    /** Of type unicast. */
    public Link(LinkName name, SortedMap<NodeName, String> addresses, int port, Duration timeout,
            Duration interval) {
        this(name, new Way.Unicast(addresses, port), timeout, interval);
    }

    /** Whether nodes can also ask each other on it, and send their journals. */
    public boolean network() {
        return !disk() && !(way instanceof Way.Relay);
    }

    /** Whether it goes over a disk. */
    public boolean disk() {
        return way instanceof Way.Disk;
    }

    /** IP addresses of the nodes on this link, as far as the configuration says them. */
    public SortedMap<NodeName, String> addresses() {
        return way.to(new Way.Reader<>() {
            @Override
            public SortedMap<NodeName, String> unicast(Way.Unicast unicast) {
                return unicast.addresses();
            }

            @Override
            public SortedMap<NodeName, String> multicast(Way.Multicast multicast) {
                SortedMap<NodeName, String> known = new TreeMap<>(multicast.interfaces());
                known.values().removeIf(card -> !isAddress(card));
                return Collections.unmodifiableSortedMap(known);
            }

            @Override
            public SortedMap<NodeName, String> disk(Way.Disk disk) {
                return Collections.emptySortedMap();
            }

            @Override
            public SortedMap<NodeName, String> relay(Way.Relay relay) {
                return Collections.emptySortedMap();
            }
        });
    }

    /** Whether this is an IP address, not the name of a card. */
    public static boolean isAddress(String card) {
        return card.matches("\\d+(\\.\\d+){3}|.*:.*:.*");
    }
}
