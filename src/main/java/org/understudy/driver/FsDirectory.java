package org.understudy.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.config.Types;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/**
 * A directory that others need ({@code [fs#…]} of type directory): made where it is missing, given
 * to whom it belongs, and never taken away, for what is in it is not ours.
 */
final class FsDirectory implements Driver {
    static final Keyword<Path> PATH = Keyword.required("path", Types.PATH, "the directory")
            .leaf().like("/srv/web/upload");
    static final Keywords KEYS = Keywords.of(PATH).and(Ownership.KEYS);

    private final Site site;
    private final Path path;
    private final Ownership ownership;

    FsDirectory(Section section, Site site) {
        this.site = site;
        this.path = section.get(PATH).normalize();
        this.ownership = new Ownership(section, site);
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        if (!site.is("-d", path, deadline)) {
            return new ResourceStatus(Status.DOWN, path.toString());
        }
        List<String> differences = ownership.differences(path, deadline);
        return new ResourceStatus(differences.isEmpty() ? Status.NA : Status.WARN,
                path.toString(), differences);
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        boolean missing = !site.is("-d", path, deadline);
        if (missing) {
            Optional<Rid> absent = new Own(site).absentAbove(path, deadline);
            if (absent.isPresent()) {
                throw site.failure("make " + path, absent.get() + " mounted", "it is not");
            }
            site.must(deadline, "mkdir", "-p", path.toString());
        }
        return ownership.apply(path, deadline) || missing;
    }

    @Override
    public boolean stop(Deadline deadline) {
        return false;
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        return ownership.lacks(deadline);
    }
}
