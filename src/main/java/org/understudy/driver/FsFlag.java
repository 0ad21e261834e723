package org.understudy.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/**
 * A file that is there while the service is up here, and gone after a reboot ({@code [fs#…]} of
 * type flag). For scripts that ask, and for trying a service out without touching anything else.
 */
final class FsFlag implements Driver {
    static final Keywords KEYS = Keywords.of();

    private final Site site;
    private final Path file;
    private final SecondLook second;

    FsFlag(Section section, Site site) {
        this.site = site;
        this.file = site.around().run().resolve("flag").resolve(site.service().value())
                .resolve(section.name() + ".flag");
        this.second = new SecondLook("it is still there",
                () -> Files.exists(file) ? List.of(file.toString()) : List.of());
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        return second.after(new ResourceStatus(site.is("-e", file, deadline) ? Status.UP
                : Status.DOWN, file.toString()));
    }

    /** It is in memory. */
    @Override
    public Optional<String> trace(Deadline deadline) {
        return second.shown();
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        if (site.is("-e", file, deadline)) {
            site.say(file + " is already up");
            return false;
        }
        site.must(deadline, "mkdir", "-p", file.getParent().toString());
        site.must(deadline, "touch", file.toString());
        return true;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        if (!site.is("-e", file, deadline)) {
            site.say(file + " is already down");
            return false;
        }
        site.must(deadline, "rm", file.toString());
        return true;
    }

    @Override
    public List<Lack> lacks(Deadline deadline) {
        return List.of();
    }
}
