package org.understudy.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * This node's instance of a service.
 *
 * @param service its definition
 * @param resources what was last read of each resource
 * @param probed whether they were read at least once in this life of the agent
 * @param monitor what this node does with it, and since when
 * @param kept what outlives the agent
 * @param target the wish its nodes work towards, and the number of the last one seen
 * @param request a wish for this node alone
 * @param care how this node looks after it
 * @param edition which version of its file lies here
 */
public record Local(Service service, SortedMap<Rid, ResourceStatus> resources, boolean probed,
        Doing monitor, Kept kept, Targets target, Optional<Request> request, Care care,
        Edition edition) {

    /**
     * A monitor state.
     *
     * @param state what
     * @param since when it began
     * @param claim the generation that told the peers, for READY
     * @param failure why, for the failed states; who aborted it, for those that act
     * @param part the action on some of its resources that runs; empty for one on all of it
     */
    public record Doing(Monitor state, Moment since, long claim, String failure,
            Optional<Action.Partial> part) {
        /** Of all of it. */
        public Doing(Monitor state, Moment since, long claim, String failure) {
            this(state, since, claim, failure, Optional.empty());
        }

        /** The same, which somebody wants no more. */
        public Doing aborted(String by) {
            return new Doing(state, since, claim, by, part);
        }
    }

    /**
     * Wishes that spread.
     *
     * @param current the one being worked on
     * @param last the greatest number seen, so that a settled wish is not taken up again
     */
    public record Targets(Optional<Target> current, long last) {
    }

    public Local {
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    }

    /** An instance of which nothing but this is known. */
    public static Local of(Service service, Kept kept, Moment now) {
        return new Local(service, new TreeMap<>(), false,
                new Doing(Monitor.IDLE, now, 0, ""), kept,
                new Targets(Optional.empty(), kept.ordered()), Optional.empty(), Care.NONE,
                Edition.NONE);
    }

    public boolean is(Monitor state) {
        return monitor.state() == state;
    }

    /** Whether the cluster leaves it alone here. */
    public boolean frozen() {
        return kept.freeze().isPresent();
    }

    public Local with(Service next) {
        return new Local(next, resources, probed, monitor, kept, target, request, care,
                edition);
    }

    public Local with(Kept next) {
        return new Local(service, resources, probed, monitor, next, target, request, care,
                edition);
    }

    public Local with(Edition next) {
        return new Local(service, resources, probed, monitor, kept, target, request, care,
                next);
    }

    public Local with(Care next) {
        return new Local(service, resources, probed, monitor, kept, target, request, next,
                edition);
    }

    public Local read(SortedMap<Rid, ResourceStatus> next) {
        return new Local(service, next, true, monitor, kept, target, request, care,
                edition);
    }

    /** With one resource read anew. */
    public Local read(Rid rid, ResourceStatus status) {
        SortedMap<Rid, ResourceStatus> next = new TreeMap<>(resources);
        next.put(rid, status);
        return new Local(service, next, probed, monitor, kept, target, request, care,
                edition);
    }

    public Local doing(Doing next) {
        return new Local(service, resources, probed, next, kept, target, request, care,
                edition);
    }

    public Local doing(Monitor state, Moment since, String failure) {
        return doing(new Doing(state, since, monitor.claim(), failure));
    }

    /** Working towards this wish from now on. */
    public Local towards(Target next) {
        return targets(new Targets(Optional.of(next), next.number()));
    }

    /** The wish is settled. */
    public Local settled() {
        return targets(new Targets(Optional.empty(), target.last()));
    }

    private Local targets(Targets next) {
        return new Local(service, resources, probed, monitor, kept, next, request, care,
                edition);
    }

    public Local asked(Optional<Request> next) {
        return new Local(service, resources, probed, monitor, kept, target, next, care,
                edition);
    }
}
