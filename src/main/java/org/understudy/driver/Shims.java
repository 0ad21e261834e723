package org.understudy.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;

/**
 * Containers whose docker daemon has died under them. They run on, and in mount namespaces of
 * their own they keep writing to a filesystem that looks unmounted: the disk must not move on
 * before they have ended.
 */
final class Shims {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Path containers;
    private final String address;

    /**
     * @param data the daemon's data root, which knows its containers' ids
     * @param exec its exec root, which shims name unless the node's own containerd runs them
     */
    Shims(Path data, Path exec) {
        this.containers = data.resolve("containers");
        this.address = exec.resolve("containerd").toString();
    }

    /** The shims of that daemon, one for each of its containers. */
    List<ProcessHandle> running(Site site, Deadline deadline) throws InterruptedException {
        List<String> ids = site.ask(deadline, "ls", "-1", containers.toString()).out().lines()
                .filter(id -> id.length() == 64).toList();
        return ProcessHandle.allProcesses().filter(p -> isOurs(p, "containerd-shim", ids)).toList();
    }

    /** Whether the daemon's containerd is there: one that is not must leave no pid file. */
    boolean containerdLives() {
        return ProcessHandle.allProcesses().anyMatch(p -> isOurs(p, "containerd", List.of())
                && !isOurs(p, "containerd-shim", List.of()));
    }

    /** A process that only waits to be reaped has no arguments any more. */
    private boolean isOurs(ProcessHandle process, String program, List<String> ids) {
        ProcessHandle.Info info = process.info();
        return info.command().orElse("").contains("/" + program)
                && info.arguments().stream().flatMap(Arrays::stream)
                        .anyMatch(word -> word.startsWith(address) || ids.contains(word));
    }

    /**
     * TERM, a grace, KILL.
     *
     * @return whether any was there
     * @throws DriverException when one survives
     */
    boolean end(Site site, Deadline deadline) throws InterruptedException {
        List<ProcessHandle> shims = running(site, deadline);
        if (shims.isEmpty()) {
            return false;
        }
        site.warn("docker daemon has died under its containers. end them");
        List<ProcessHandle> first = shims.stream().flatMap(ProcessHandle::children).toList();
        List<ProcessHandle> all = shims.stream()
                .flatMap(shim -> Stream.concat(shim.descendants(), Stream.of(shim))).toList();
        signal("-TERM", first, site, deadline);
        Await.until(() -> living(first).isEmpty(), LOOK, deadline.atMost(GRACE));
        signal("-KILL", living(all), site, deadline);
        if (!Await.until(() -> living(all).isEmpty(), LOOK, deadline)) {
            throw site.failure("end the containers", "none", "survivors of KILL: " + living(all));
        }
        return true;
    }

    private static List<ProcessHandle> living(List<ProcessHandle> processes) {
        return processes.stream().filter(p -> Background.lives(p.pid())).toList();
    }

    private static void signal(String signal, List<ProcessHandle> to, Site site,
            Deadline deadline) throws InterruptedException {
        if (!to.isEmpty()) {
            List<String> argv = new ArrayList<>(List.of("kill", signal));
            to.forEach(process -> argv.add(Long.toString(process.pid())));
            site.act(deadline, argv.toArray(String[]::new));
        }
    }
}
