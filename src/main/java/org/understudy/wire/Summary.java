package org.understudy.wire;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.NodeName;

/**
 * What a beat says of its own instances, so that they need not be told to those who know them.
 *
 * @param digest of the sender's instances; empty from a release that has none
 * @param whole whether the instances are in the beat, too
 * @param held digests of the instances of others that the sender knows
 */
public record Summary(String digest, boolean whole, SortedMap<NodeName, String> held) {
    /** Of a release that knows of none. */
    public static final Summary NONE = new Summary("", true, new TreeMap<>());

    public Summary {
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
    }
}
