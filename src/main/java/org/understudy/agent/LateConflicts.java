package org.understudy.agent;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.understudy.driver.DriverException;
import org.understudy.exec.Deadline;
import org.understudy.model.Rid;

/**
 * What could not be looked for before a start, since the service's own docker daemon lies on its
 * filesystem: looked for once that has come up, of all containers and before any of them begins.
 */
final class LateConflicts {
    private final Walk.Surroundings around;
    private final Unit unit;
    private final List<Rid> containers;
    private Optional<List<String>> found = Optional.empty();

    /** @param steps what is to be started */
    LateConflicts(Walk.Surroundings around, Unit unit, Collection<Rid> steps) {
        this.around = around;
        this.unit = unit;
        this.containers = steps.stream().filter(rid -> unit.file().service().resource(rid)
                .driver().equals("container.docker")).toList();
    }

    /** Whoever comes first looks, the others wait for what it has found; nothing for the rest. */
    synchronized List<String> before(Rid rid, Deadline limit) throws InterruptedException {
        if (!containers.contains(rid)) {
            return List.of();
        }
        if (found.isEmpty()) {
            found = Optional.of(look(limit));
        }
        return found.get();
    }

    /** A daemon that ran before was asked before; what it cannot do, the container's start says. */
    private List<String> look(Deadline limit) throws InterruptedException {
        try {
            if (!unit.resources().startDocker(limit)) {
                return List.of();
            }
        } catch (DriverException untold) {
            return List.of();
        }
        List<String> conflicts = new Conflicts(around).of(unit, containers);
        if (!conflicts.isEmpty()) {
            unit.resources().releaseDocker(limit);
        }
        return conflicts;
    }
}
