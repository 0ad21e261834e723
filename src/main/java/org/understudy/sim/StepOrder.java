package org.understudy.sim;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Service;

/**
 * I8: disks are reserved first and let go last; what lies below is there before what lies on it,
 * and goes after it; what a failed run did not bring up, its undoing does not take down.
 */
final class StepOrder implements Checker {
    private static final List<String> GROUPS =
            List.of("ip", "volume", "disk", "fs", "share", "container", "app");
    private static final List<String> DISKS = List.of("disk.loop", "disk.drbd",
            "disk.md", "disk.vg", "disk.lv", "disk.raw");

    /** What was held when the run began, and whether it is being undone. */
    private record Run(Set<Rid> before, SimWalk.Way way, boolean undoing) {
    }

    private final Map<String, Run> runs = new HashMap<>();

    private static String key(SimNode node, Service service) {
        return node.index() + " " + service.name();
    }

    @Override
    public void walks(SimNode on, Service service, SimWalk.Way way) {
        runs.put(key(on, service), new Run(new LinkedHashSet<>(on.held(service.name())), way,
                false));
    }

    @Override
    public void undoes(SimNode on, Service service) {
        Run run = runs.get(key(on, service));
        runs.put(key(on, service), new Run(run.before(), run.way(), true));
    }

    private boolean part(SimNode by, Service service) {
        return runs.get(key(by, service)).way() == SimWalk.Way.PART;
    }

    @Override
    public void taken(SimNode by, Service service, Rid rid) {
        if (part(by, service)) {
            return; // an operator says what is started beside what
        }
        above(by, service, rid).forEach(other -> {
            if (!runs.get(key(by, service)).before().contains(other.rid())) {
                throw new Broken("I8", by.name() + " starts " + rid + " of " + service.name()
                        + " after " + other.rid());
            }
        });
    }

    @Override
    public void released(SimNode by, Service service, Rid rid) {
        Run run = runs.get(key(by, service));
        if (part(by, service)) {
            return;
        }
        if (run.way() != SimWalk.Way.STOP && run.way() != SimWalk.Way.LEAVE
                && (!run.undoing() || run.before().contains(rid))) {
            throw new Broken("I8", by.name() + " stops " + rid + " of " + service.name()
                    + ", which this run did not start");
        }
        above(by, service, rid).forEach(other -> {
            if (!run.undoing() || !run.before().contains(other.rid())) {
                throw new Broken("I8", by.name() + " stops " + rid + " of " + service.name()
                        + " before " + other.rid());
            }
        });
    }

    /** What is held and lies on this resource; standby and optional ones may stay. */
    private static List<Resource> above(SimNode by, Service service, Rid rid) {
        int rank = rank(service.resource(rid));
        return service.resources().stream().filter(other -> rank(other) > rank
                && !other.is(Flag.STANDBY) && !other.is(Flag.OPTIONAL)
                && by.held(service.name()).contains(other.rid())).toList();
    }

    private static int rank(Resource resource) {
        return resource.reserves() ? -1 : GROUPS.indexOf(resource.group().word()) * 10
                + DISKS.indexOf(resource.driver()) + 1;
    }
}
