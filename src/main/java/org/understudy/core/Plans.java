package org.understudy.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.understudy.model.Choice;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Service;

/**
 * The order of things: reservations of disks first, then groups in their fixed order, in a group
 * its sets by name, in a set its resources by sort key and id, or all at once where the set is
 * parallel. A stop is the reverse.
 */
public final class Plans {
    /** Disks build on each other: what a group of volumes lies on comes before it. */
    private static final List<String> DISK_ORDER =
            List.of("disk.loop", Resource.RESERVATION, "disk.drbd", "disk.md", "disk.vg", "disk.lv",
                    "disk.raw");

    private static final Comparator<Resource> IN_A_SET =
            Comparator.comparingInt(Plans::diskOrder).thenComparing(Resource::sortKey)
                    .thenComparing(Resource::rid);

    private Plans() {
    }

    /** Everything that a start brings up, in order. */
    public static Plan start(Service service) {
        return new Plan.Serial(sets(service, r -> true));
    }

    /** Everything that a stop takes down: the start backwards, mostly without standby resources. */
    public static Plan stop(Service service, boolean standby) {
        return reversed(new Plan.Serial(sets(service, r -> standby || !r.is(Flag.STANDBY))));
    }

    /** The start of only these: what is brought up again in place. */
    public static Plan recover(Service service, Collection<Rid> rids) {
        return new Plan.Serial(sets(service, r -> rids.contains(r.rid())));
    }

    /** What is started of what an operator chose. */
    public static Plan start(Service service, Choice choice) {
        return recover(service, choice.rids());
    }

    /** What is stopped of what an operator chose: standby resources only if that was said. */
    public static Plan stop(Service service, Choice choice) {
        return reversed(new Plan.Serial(sets(service, r -> choice.rids().contains(r.rid())
                && (choice.standby() || !r.is(Flag.STANDBY)))));
    }

    /** The stop of only these, in the order of the stop: what a rollback undoes. */
    public static Plan undo(Service service, Collection<Rid> done) {
        return reversed(new Plan.Serial(sets(service, r -> done.contains(r.rid()))));
    }

    /** All resources of a plan, one after the other. */
    public static List<Rid> steps(Plan plan) {
        return plan.to(new Plan.Reader<List<Rid>>() {
            public List<Rid> step(Plan.Step step) {
                return List.of(step.rid());
            }

            public List<Rid> serial(Plan.Serial serial) {
                return all(serial.parts());
            }

            public List<Rid> parallel(Plan.Parallel parallel) {
                return all(parallel.parts());
            }

            private List<Rid> all(List<Plan> parts) {
                return parts.stream().flatMap(part -> steps(part).stream()).toList();
            }
        });
    }

    /** Every resource in the order of the status screen: by driver and subset, then as started. */
    public static List<Resource> displayed(Service service) {
        return service.resources().stream()
                .sorted(Comparator.comparing(Resource::set).thenComparing(IN_A_SET)).toList();
    }

    private static List<Plan> sets(Service service, Predicate<Resource> chosen) {
        Map<String, List<Resource>> sets = service.resources().stream()
                .filter(Resource::acts).filter(chosen)
                .collect(Collectors.groupingBy(Plans::order, TreeMap::new, Collectors.toList()));
        List<Plan> plans = new ArrayList<>();
        sets.forEach((order, members) -> plans.add(set(service, members)));
        return plans;
    }

    /** Compares by group first, then by the set's name; before all, disks are taken from others. */
    private static String order(Resource resource) {
        return String.format("%02d %s", resource.reserves() ? 0 : resource.group().ordinal() + 1,
                resource.startSet());
    }

    private static Plan set(Service service, List<Resource> members) {
        List<Plan> steps = members.stream().sorted(IN_A_SET)
                .map(r -> (Plan) new Plan.Step(r.rid())).toList();
        boolean inTurn = members.get(0).reserves(); // of two nodes, the first disk decides
        return !inTurn && service.parallelSets().contains(members.get(0).startSet())
                ? new Plan.Parallel(steps) : new Plan.Serial(steps);
    }

    private static int diskOrder(Resource resource) {
        return DISK_ORDER.indexOf(resource.driver());
    }

    private static Plan reversed(Plan plan) {
        return plan.to(new Plan.Reader<Plan>() {
            public Plan step(Plan.Step step) {
                return step;
            }

            public Plan serial(Plan.Serial serial) {
                return new Plan.Serial(backwards(serial.parts()));
            }

            public Plan parallel(Plan.Parallel parallel) {
                return new Plan.Parallel(backwards(parallel.parts()));
            }
        });
    }

    private static List<Plan> backwards(List<Plan> parts) {
        List<Plan> turned = new ArrayList<>(parts.stream().map(Plans::reversed).toList());
        Collections.reverse(turned);
        return turned;
    }
}
