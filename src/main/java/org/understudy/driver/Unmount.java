package org.understudy.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.understudy.driver.Mounts.Mount;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;

/**
 * Takes a mount away: asks, asks again since the kernel may still be at work for processes that
 * have just ended, then takes away what holds it, then ends who holds it; here and in every other
 * mount namespace, where it would live on unseen. Whoever is in the way is named first.
 */
final class Unmount {
    /** Mount points whose users are the machine itself: nobody is killed there. */
    private static final Set<String> PROTECTED = Set.of("/", "/usr", "/var", "/sys", "/proc",
            "/tmp", "/opt", "/dev", "/dev/pts", "/home", "/boot", "/dev/shm");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration BUDGET = Duration.ofSeconds(60);
    private static final Duration SYNC_LIMIT = Duration.ofSeconds(5);
    private static final Duration TO_LEAVE = Duration.ofSeconds(2);

    private final Site site;
    private final Path mnt;
    private String holders = "nobody that can be seen";

    Unmount(Site site, Path mnt) {
        this.site = site;
        this.mnt = mnt;
    }

    /** Who held it when it was last tried. */
    String holders() {
        return holders;
    }

    /** @return whether it is mounted nowhere on this node any more */
    boolean run(Deadline deadline) throws InterruptedException {
        Optional<Mount> mount = Mounts.read(site, deadline).at(mnt);
        return mount.isEmpty() || run(mount.get(), deadline);
    }

    /**
     * As {@link #run(Deadline)}, also where only its copies in other namespaces are left.
     *
     * @param mount what is or was there
     */
    boolean run(Mount mount, Deadline deadline) throws InterruptedException {
        // A quarter is left to the caller, who may know another way.
        Deadline budget = deadline.atMost(deadline.left().multipliedBy(3).dividedBy(4))
                .atMost(BUDGET);
        Duration pause = FIRST_PAUSE;
        for (int round = 0; !tried(mount, deadline); round++) {
            if (Await.until(() -> false, pause, budget.atMost(pause)) || budget.passed()) {
                return false;
            }
            if (!PROTECTED.contains(mnt.toString())) {
                clear(round, mount, budget);
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2)
                    : LONGEST_PAUSE;
        }
        return true;
    }

    private boolean tried(Mount mount, Deadline deadline) throws InterruptedException {
        if (mounted(mount, deadline)) {
            site.act(deadline, "umount", mnt.toString());
        }
        if (mounted(mount, deadline)) {
            return false;
        }
        List<MountPlaces.Copy> copies = MountPlaces.of(mount, site, deadline).copies();
        for (MountPlaces.Copy copy : copies) {
            site.warn(mnt + " is also mounted in the mount namespace of process " + copy.pid()
                    + ", on " + copy.point());
            site.act(deadline, "nsenter", "-t", Long.toString(copy.pid()), "-m", "umount",
                    copy.point().toString());
        }
        return copies.isEmpty() || MountPlaces.of(mount, site, deadline).copies().isEmpty();
    }

    /** The first round after the kernel's own delay: TERM; then KILL. */
    private void clear(int round, Mount mount, Deadline deadline) throws InterruptedException {
        if (round == 0) {
            return;
        }
        new Clinging(site, mnt).release(deadline);
        ProcessUses uses = ProcessUses.of(MountPlaces.of(mount, site, deadline), site, deadline);
        if (uses.all().isEmpty()) {
            return;
        }
        holders = uses.told(site, deadline);
        site.warn(mnt + " is held by " + holders);
        if (!uses.endable().isEmpty()) {
            site.ask(deadline.atMost(SYNC_LIMIT), "sync", "-f", mnt.toString());
            site.act(deadline, uses.signal(round == 1 ? "-TERM" : "-KILL"));
            Await.until(() -> uses.endable().stream().noneMatch(Background::lives),
                    Duration.ofMillis(50), deadline.atMost(TO_LEAVE));
        }
    }

    private boolean mounted(Mount mount, Deadline deadline) throws InterruptedException {
        return Mounts.read(site, deadline).stack(mnt).stream()
                .anyMatch(there -> there.number().equals(mount.number()));
    }
}
