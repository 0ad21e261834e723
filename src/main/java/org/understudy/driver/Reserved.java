package org.understudy.driver;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.understudy.config.Guard;
import org.understudy.driver.ScsiDisks.Disk;
import org.understudy.driver.SgPersist.Hold;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/** What lies on disks that the service reserves: it does not start on one that is not. */
final class Reserved implements Driver {
    private final Driver inner;
    private final Site site;

    private Reserved(Driver inner, Site site) {
        this.inner = inner;
        this.site = site;
    }

    /** The driver itself where nothing it lies on is to be reserved. */
    static Driver of(Driver inner, Site site) {
        Guard guard = site.file().reservations().isEmpty() ? Guard.OPEN
                : new Guards(site.file().sections()).of(site.rid());
        return guard == Guard.OWN || guard == Guard.BELOW ? new Reserved(inner, site) : inner;
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
    public boolean start(Deadline deadline) throws InterruptedException {
        if (inner.status(deadline).status() != Status.UP) {
            require(deadline);
        }
        return inner.start(deadline);
    }

    private void require(Deadline deadline) throws InterruptedException {
        SortedSet<Disk> disks = new ScsiDisks(site).of(site.rid(), deadline);
        if (disks.isEmpty()) {
            throw site.failure("start on reserved disks", "a scsi disk", "none to be seen");
        }
        List<String> keys = site.file().reservations().values().stream()
                .map(one -> one.keys().get(site.around().node())).toList();
        for (Disk disk : disks) {
            Hold hold = new SgPersist(site).read(disk, deadline);
            if (!hold.exclusive() || hold.holder().filter(keys::contains).isEmpty()) {
                throw site.failure("start on " + disk.device(), "it to be reserved for this node",
                        "it is not");
            }
        }
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        return inner.stop(deadline);
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        return inner.lacks(deadline);
    }
}
