package org.understudy.driver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.config.Section;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/** A resource with requirements and triggers. What is so already meets no trigger. */
final class Guarded implements Driver {
    private final Driver inner;
    private final Section section;
    private final Site site;
    private final Map<Rid, Driver> all;
    private final Triggers triggers;

    /** @param all the service's resources, by the time they are asked */
    private Guarded(Driver inner, Section section, Site site, Map<Rid, Driver> all) {
        this.inner = inner;
        this.section = section;
        this.site = site;
        this.all = all;
        this.triggers = new Triggers(section, site, Triggers.KEYS);
    }

    /** The driver itself where its section asks for nothing of the kind. */
    static Driver of(Driver inner, Section section, Site site, Map<Rid, Driver> all) {
        Guarded guarded = new Guarded(inner, section, site, all);
        return guarded.needed("start") || guarded.needed("stop") ? guarded : inner;
    }

    private boolean needed(String action) {
        return triggers.any(action) || requirements(action).isPresent();
    }

    private Optional<List<Requirement>> requirements(String action) {
        return section.find(action.equals("start") ? Requirement.START : Requirement.STOP);
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        return inner.status(deadline);
    }

    @Override
    public Optional<String> trace(Deadline deadline) throws InterruptedException {
        return inner.trace(deadline);
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        return inner.lacks(deadline);
    }

    /** A trigger may yet bring what is missing. */
    @Override
    public List<String> conflicts(Deadline deadline) throws InterruptedException {
        return triggers.any("start") ? List.of() : inner.conflicts(deadline);
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        return guarded("start", Status.UP, deadline, inner::start);
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        return guarded("stop", Status.DOWN, deadline, inner::stop);
    }

    /** A start or a stop. */
    private interface Deed {
        boolean by(Deadline deadline) throws InterruptedException;
    }

    private boolean guarded(String action, Status already, Deadline deadline, Deed deed)
            throws InterruptedException {
        if (!needed(action) || isSo(already, deadline)) {
            return deed.by(deadline);
        }
        Requirement.check(requirements(action).orElse(List.of()), action, all, site, deadline);
        triggers.before(action, deadline);
        boolean changed = deed.by(deadline);
        triggers.after(action, deadline);
        return changed;
    }

    /** What cannot be read is acted upon all the same: a stop must be tried. */
    private boolean isSo(Status already, Deadline deadline) throws InterruptedException {
        try {
            return inner.status(deadline).status() == already;
        } catch (DriverException unknown) {
            site.warn("not known whether it is " + already.word() + ": " + unknown.getMessage());
            return false;
        }
    }
}
