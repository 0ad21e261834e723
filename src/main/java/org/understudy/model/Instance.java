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
 * @param past what came before
 * @param edition which version of its file lies there
 */
public record Instance(Status avail, Status overall, Monitor monitor, boolean frozen,
        String checksum, Optional<Target> target, long wishes, Past past,
        Edition edition) {

    /**
     * What a node knows of a service's past.
     *
     * @param ordered number of the last wish for all nodes that froze or thawed it here
     * @param restarted number of the last wish to restart it that was carried out here
     * @param moves its starts that nobody asked for, on whichever node
     * @param term which start brought this instance up; 0 when unknown or unproved
     * @param lastTerm the greatest term of any instance
     */
    public record Past(long ordered, long restarted, long moves, long term, long lastTerm) {
        public static final Past NONE = new Past(0, 0, 0, 0, 0);
    }

    /** Of a node that does not tell of its files. */
    public Instance(Status avail, Status overall, Monitor monitor, boolean frozen,
            String checksum, Optional<Target> target, long wishes, Past past) {
        this(avail, overall, monitor, frozen, checksum, target, wishes, past, Edition.NONE);
    }

    /** Of a service without a past. */
    public Instance(Status avail, Status overall, Monitor monitor, boolean frozen,
            String checksum, Optional<Target> target, long wishes) {
        this(avail, overall, monitor, frozen, checksum, target, wishes, Past.NONE);
    }
}
