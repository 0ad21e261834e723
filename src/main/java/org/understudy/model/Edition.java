package org.understudy.model;

import java.util.List;

/**
 * Which version of its file a node has of a service.
 *
 * @param number one more than that of every version it follows; 0 where none is told
 * @param checksum of the file's bytes, in force or not
 * @param lag whether that is the one to run by
 * @param from nodes that have the other one, where there is another one; not told in beats
 */
public record Edition(long number, String checksum, Lag lag, List<NodeName> from) {
    /** Of a node that tells of none. */
    public static final Edition NONE = new Edition(0, "", Lag.NONE, List.of());

    /** How a version stands to the others that are known. */
    public enum Lag {
        /** None is newer. */
        NONE,
        /** A newer one is known and not here yet. */
        BEHIND,
        /** The newer one cannot be used here. */
        REFUSED,
        /** It was changed here and elsewhere, apart from each other. */
        SPLIT
    }

    public Edition {
        from = List.copyOf(from);
    }

    public Edition(long number, String checksum) {
        this(number, checksum, Lag.NONE, List.of());
    }
}
