package org.understudy.core;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import org.understudy.model.Group;
import org.understudy.model.Local;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/**
 * An instance's resources merged: per group, the availability, and all with what only warns.
 *
 * @param groups every group that has a column on the screen
 * @param avail resources that are neither optional nor of the sync and hb groups
 * @param overall avail with the optional ones and with what task, sync and hb say
 */
public record Aggregate(Map<Group, Status> groups, Status avail, Status overall) {

    /** The merge of an instance whose row sync#i0 says {@code sync}; NA where it has none. */
    public static Aggregate of(Local local, Status sync) {
        Map<Group, Status> groups = new EnumMap<>(Group.class);
        for (Group group : Group.values()) {
            groups.put(group, Status.NA);
        }
        groups.put(Group.SYNC, sync);
        Status more = warning(sync);
        for (Resource resource : local.service().resources()) {
            Status status = status(local, resource);
            if (resource.is(Flag.DISABLE)) {
                continue;
            }
            groups.merge(resource.group(), status, resource.group().started() ? Aggregate::both
                    : Status::merge);
            if (!resource.group().started()) {
                more = more.merge(warning(status));
            } else if (!resource.counts()) {
                more = more.merge(status);
            }
        }
        return promoted(groups, needed(local), more);
    }

    /** The avail of an instance alone. */
    public static Status avail(Local local) {
        return local.probed() ? shown(needed(local)) : Status.UNDEF;
    }

    /**
     * Whether all that counts is there, though some of it is not as it should be: a mirror with one
     * half, an array that is being repaired. Nothing is left to be started.
     */
    static boolean complete(Local local) {
        return avail(local) == Status.WARN && local.service().resources().stream()
                .filter(Resource::counts).map(resource -> status(local, resource))
                .allMatch(status -> switch (status) {
                    case UP, WARN, NA, STDBY_UP, UP_AND_STDBY -> true;
                    case DOWN, UNDEF, STDBY_DOWN, DOWN_AND_STDBY -> false;
                });
    }

    /** The merge of what is neither optional nor disabled nor left to others. */
    private static Status needed(Local local) {
        Status needed = Status.NA;
        for (Resource resource : local.service().resources()) {
            if (resource.counts()) {
                needed = both(needed, status(local, resource));
            }
        }
        return needed;
    }

    /**
     * The avail as other nodes are to take it. Optional resources and those tagged noaction have no
     * part in avail; but one that is left up here, or may be, must not be started elsewhere either.
     */
    static Status told(Local local) {
        Status avail = avail(local);
        if (!Settling.stopped(avail)) {
            return avail;
        }
        Set<Status> left = EnumSet.noneOf(Status.class);
        for (Resource resource : local.service().resources()) {
            boolean extra = resource.is(Flag.OPTIONAL) || resource.is(Flag.NOACTION);
            if (resource.group().started() && extra) {
                left.add(status(local, resource));
            }
        }
        if (left.contains(Status.UNDEF)) {
            return Status.UNDEF;
        }
        return left.contains(Status.UP) || left.contains(Status.WARN) ? Status.WARN : avail;
    }

    /** What a resource counts as: what is not looked at not at all, unread ones as unknown. */
    public static Status status(Local local, Resource resource) {
        if (resource.is(Flag.DISABLE) || resource.is(Flag.NOSTATUS) || resource.is(Flag.ENCAP)) {
            return Status.NA;
        }
        ResourceStatus read = local.resources().get(resource.rid());
        Status status = read == null ? Status.UNDEF : read.status();
        if (!resource.is(Flag.STANDBY)) {
            return status;
        }
        return switch (status) {
            case UP -> Status.STDBY_UP;
            case DOWN -> Status.STDBY_DOWN;
            case WARN, NA, STDBY_UP, STDBY_DOWN, UP_AND_STDBY, DOWN_AND_STDBY, UNDEF -> status;
        };
    }

    /** Unknown is not neutral here: one resource that cannot be read makes the whole unknown. */
    private static Status both(Status a, Status b) {
        return a == Status.UNDEF || b == Status.UNDEF ? Status.UNDEF : a.merge(b);
    }

    /** What runs and ends is not up or down; it can only be a reason to look. */
    private static Status warning(Status ran) {
        return switch (ran) {
            case UP, NA, UNDEF -> Status.UNDEF;
            case DOWN, WARN, STDBY_UP, STDBY_DOWN, UP_AND_STDBY, DOWN_AND_STDBY -> Status.WARN;
        };
    }

    private static Status shown(Status avail) {
        return switch (avail) {
            case UP_AND_STDBY -> Status.UP;
            case DOWN_AND_STDBY -> Status.STDBY_UP;
            case UP, DOWN, WARN, NA, STDBY_UP, STDBY_DOWN, UNDEF -> avail;
        };
    }

    private static Aggregate promoted(Map<Group, Status> groups, Status avail, Status more) {
        if (avail == Status.UP_AND_STDBY) {
            for (Entry<Group, Status> entry : groups.entrySet()) {
                entry.setValue(entry.getValue() == Status.STDBY_UP ? Status.UP : entry.getValue());
            }
        }
        Status shown = shown(avail);
        return new Aggregate(Collections.unmodifiableMap(groups), shown, shown.merge(more));
    }
}
