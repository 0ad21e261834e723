package org.understudy.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * Takes a mount away: asks, asks again since the kernel may still be at work for processes that
 * have just ended, then ends who holds it, until the deadline.
 */
final class Unmount {
    /** Mount points whose users are the machine itself: nobody is killed there. */
    private static final Set<String> PROTECTED = Set.of("/", "/usr", "/var", "/sys", "/proc",
            "/tmp", "/opt", "/dev", "/dev/pts", "/home", "/boot", "/dev/shm");
    /** With pauses of 100 ms, 200 ms, … between them: 13 s in all. */
    private static final int ROUNDS = 7;
    private static final Duration SYNC_LIMIT = Duration.ofSeconds(5);
    private static final Duration TO_LEAVE = Duration.ofSeconds(2);

    private final Site site;
    private final Path mnt;

    Unmount(Site site, Path mnt) {
        this.site = site;
        this.mnt = mnt;
    }

    /** @return whether nothing is mounted there any more */
    boolean run(Deadline deadline) throws InterruptedException {
        Duration pause = Duration.ofMillis(100);
        site.act(deadline, "umount", mnt.toString());
        for (int round = 0; mounted(deadline); round++) {
            if (round == ROUNDS || Await.until(() -> false, pause, deadline.atMost(pause))) {
                return false;
            }
            if (round > 0 && !PROTECTED.contains(mnt.toString())) {
                evict(round == 1 ? "-TERM" : "-KILL", deadline);
            }
            site.act(deadline, "umount", mnt.toString());
            pause = pause.multipliedBy(2);
        }
        return true;
    }

    /** The option -M is vital: without it, and with nothing mounted, fuser means the parent. */
    private void evict(String signal, Deadline deadline) throws InterruptedException {
        site.ask(deadline.atMost(SYNC_LIMIT), "sync", "-f", mnt.toString());
        site.say("fuser -k " + signal + " -M -m -v " + mnt);
        Result held = site.ask(deadline, "fuser", "-k", signal, "-M", "-m", "-v", mnt.toString());
        if (held.ok()) {
            site.warn("holders sent " + signal + ": " + held.err().strip().replaceAll("\\s+", " "));
            Await.until(() -> !site.ask(deadline, "fuser", "-s", "-M", "-m", mnt.toString()).ok(),
                    Duration.ofMillis(100), deadline.atMost(TO_LEAVE));
        }
    }

    private boolean mounted(Deadline deadline) throws InterruptedException {
        return Mounts.read(site, deadline).at(mnt).isPresent();
    }
}
