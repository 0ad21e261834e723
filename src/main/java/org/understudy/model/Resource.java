package org.understudy.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One resource of a service, as far as ordering and deciding need to know it.
 *
 * @param rid the name in the file
 * @param group decides the place in the order
 * @param driver the set's name without subset: {@code container.docker}, {@code disk.vg}
 * @param subset the keyword {@code subset}
 * @param sortKey compared before the rid inside a set; empty for most, the mount point for fs
 * @param flags what is switched on for it
 * @param restart how often it is started again in place
 * @param tags free words that an operator can choose it by
 */
public record Resource(Rid rid, Group group, String driver, Optional<String> subset,
        String sortKey, Set<Flag> flags, Restart restart, List<String> tags) {

    /** Driver of what reserves the disks of another resource. */
    public static final String RESERVATION = "disk.scsireserv";

    /**
     * Switches of a resource, from the keywords and tags of the same names. RESERVED is worked out:
     * what a node has there, it cannot write to any more once another one has reserved the disks.
     */
    public enum Flag { MONITOR, DISABLE, OPTIONAL, ENCAP, STANDBY, NOACTION, NOSTATUS, RESERVED }

    public Resource {
        flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
        tags = List.copyOf(tags);
    }

    /** One without tags. */
    public Resource(Rid rid, Group group, String driver, Optional<String> subset,
            String sortKey, Set<Flag> flags, Restart restart) {
        this(rid, group, driver, subset, sortKey, flags, restart, List.of());
    }

    /** One that is not started again in place. */
    public Resource(Rid rid, Group group, String driver, Optional<String> subset,
            String sortKey, Set<Flag> flags) {
        this(rid, group, driver, subset, sortKey, flags, Restart.NEVER);
    }

    public boolean is(Flag flag) {
        return !flags.isEmpty() && flags.contains(flag);
    }

    /** Whether a start or a stop of the service ever acts on it. */
    public boolean acts() {
        return group.started() && !is(Flag.DISABLE) && !is(Flag.ENCAP) && !is(Flag.NOACTION);
    }

    /** Whether it counts for whether the service is up: what does not is only warned of. */
    public boolean counts() {
        return group.started() && !is(Flag.DISABLE) && !is(Flag.OPTIONAL) && !is(Flag.NOACTION);
    }

    /** Whether it reserves the disks of another resource. */
    public boolean reserves() {
        return driver.equals(RESERVATION);
    }

    /** The set it is displayed in: {@code container.docker:01appservers} or {@code fs}. */
    public String set() {
        return driver + subset.map(name -> ":" + name).orElse("");
    }

    /** The set it is started in: {@code container:01appservers} or {@code fs}. */
    public String startSet() {
        return group.word() + subset.map(name -> ":" + name).orElse("");
    }
}
