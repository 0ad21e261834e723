package org.understudy.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.driver.EngineException.Kind;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/**
 * A service's own dockerd, which outlives the agent and ends with its last container.
 *
 * <p>Socket, pid file, data root, exec root and, unless the user says otherwise, network are its
 * own; nothing else is added to what the user says.
 */
final class Dockerd {
    private static final Duration TO_END = Duration.ofSeconds(15);
    private static final Duration PING = Duration.ofSeconds(2);
    private static final int SOCKET_MAX = 104;

    /**
     * @param data what it keeps
     * @param socket where it listens; its pid file lies beside
     * @param exec what it needs while it runs
     */
    record Places(Path data, Path socket, Path exec) {
        Path pidFile() {
            return socket.resolveSibling("docker.pid");
        }
    }

    private final Engine engine;
    private final Places places;
    private final List<String> args;
    private final Shims shims;
    private final DockerBridge bridge;
    /** Containers that start at once must not start it twice. */
    private final ReentrantLock lock = new ReentrantLock();

    Dockerd(Engine engine, Places places, List<String> args) {
        this.engine = engine;
        this.places = places;
        this.args = List.copyOf(args);
        this.shims = new Shims(places.data(), places.exec());
        this.bridge = new DockerBridge(args);
    }

    /** Whether containers run on although the daemon has died. */
    boolean hasOrphans(Site site, Deadline deadline) throws InterruptedException {
        return !shims.running(site, deadline).isEmpty();
    }

    /**
     * Starts it, if its data is mounted.
     *
     * @return whether this call changed anything
     */
    boolean start(Site site, Deadline deadline) throws InterruptedException {
        enter(site, deadline);
        try {
            if (answers(site, deadline)) {
                return false;
            }
            requireData(site, deadline);
            clear(site);
            site.say("starting docker daemon");
            List<String> network = bridge.make(site, deadline);
            process(site).launch(argv(site, network), Map.of(), deadline);
            awaitAnswer(site, deadline);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends it when no container runs in it, and takes away what it left mounted.
     *
     * @return whether this call changed anything
     */
    boolean stopWhenIdle(Site site, Deadline deadline) throws InterruptedException {
        enter(site, deadline);
        try {
            if (!answers(site, deadline)) {
                return shims.end(site, deadline) | unmount(site, deadline)
                        | bridge.remove(site, deadline);
            }
            if (!engine.running(deadline).isEmpty()) {
                return false;
            }
            site.say("no more container handled by docker daemon. shut it down");
            end(site, deadline);
            unmount(site, deadline);
            bridge.remove(site, deadline);
            return true;
        } catch (EngineException e) {
            throw site.failure("list the containers", "an answer", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private void enter(Site site, Deadline deadline) throws InterruptedException {
        if (!lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            throw site.failure("use the docker daemon", "its turn", "another action holds it");
        }
    }

    private boolean answers(Site site, Deadline deadline) throws InterruptedException {
        try {
            engine.ping(deadline);
            return true;
        } catch (EngineException e) {
            if (e.kind() == Kind.ABSENT) {
                return false;
            }
            throw site.failure("ping the docker daemon", "an answer", e.getMessage());
        }
    }

    /** A daemon on an unmounted data root would fill the wrong disk and find no container. */
    private void requireData(Site site, Deadline deadline) throws InterruptedException {
        Optional<Rid> holder = Fs.points(site.file()).entrySet().stream()
                .filter(e -> places.data().startsWith(e.getValue()))
                .max(Comparator.comparing(e -> e.getValue().getNameCount()))
                .map(Map.Entry::getKey);
        if (holder.isEmpty()) {
            if (!site.is("-d", places.data(), deadline)) {
                throw site.failure("start the docker daemon", "its data dir", "no directory "
                        + places.data());
            }
            return;
        }
        Site at = new Site(holder.get(), site.file(), site.around(), site.docker());
        ResourceStatus status = new Fs(site.file().sections().get(holder.get()), at)
                .status(deadline);
        if (status.status() != Status.UP && status.status() != Status.WARN) {
            throw site.failure("start the docker daemon", holder.get() + " up",
                    "the docker daemon data dir is handled by the " + holder.get()
                    + " resource in " + status.status().word()
                    + " state. can't start the docker daemon");
        }
    }

    Background process(Site site) {
        return new Background(site, site.var().resolve("docker.proc"),
                site.var().resolve("docker.log"));
    }

    /** Whatever pid a left pid file names by now, a new daemon would believe it. */
    private void clear(Site site) throws InterruptedException {
        if (process(site).pid().isPresent()) {
            throw site.failure("start the docker daemon", "no older one",
                    "pid " + process(site).pid().get() + " which does not answer");
        }
        if (Files.exists(places.pidFile())) {
            site.warn("remove leftover " + places.pidFile());
        }
        delete(site, places.pidFile());
        delete(site, places.socket());
        Site.made(places.exec());
        if (!shims.containerdLives()) {
            delete(site, places.exec().resolve("containerd/containerd.pid"));
        }
    }

    private List<String> argv(Site site, List<String> network) {
        Path deepest = places.exec().resolve("containerd/containerd-debug.sock");
        for (Path path : List.of(places.socket(), deepest)) {
            if (path.toString().length() >= SOCKET_MAX) {
                throw site.failure("start the docker daemon", "paths of sockets below "
                        + SOCKET_MAX + " characters", path.toString());
            }
        }
        List<String> argv = new ArrayList<>(List.of("dockerd", "-H", "unix://" + places.socket(),
                "--data-root", places.data().toString(), "--pidfile", places.pidFile().toString()));
        if (args.stream().noneMatch(arg -> arg.startsWith("--exec-root"))) {
            argv.addAll(List.of("--exec-root", places.exec().toString()));
        }
        argv.addAll(network);
        argv.addAll(args);
        return argv;
    }

    private void awaitAnswer(Site site, Deadline deadline) throws InterruptedException {
        Background process = process(site);
        boolean up = Await.until(() -> {
            if (process.pid().isEmpty()) {
                throw site.failure("start the docker daemon", "a process that stays",
                        process.said());
            }
            return pings(deadline.atMost(PING));
        }, Duration.ofMillis(10), deadline);
        if (!up) {
            end(site, Deadline.in(TO_END));
            throw site.failure("start the docker daemon", "an answer", process.said());
        }
    }

    private boolean pings(Deadline deadline) throws InterruptedException {
        try {
            engine.ping(deadline);
            return true;
        } catch (EngineException notYet) {
            return false;
        }
    }

    private void end(Site site, Deadline deadline) throws InterruptedException {
        Background process = process(site);
        if (process.pid().isEmpty()) {
            throw site.failure("stop the docker daemon", "a process started here",
                    "another one listens on " + places.socket());
        }
        if (!process.end(false, deadline.atMost(TO_END), deadline)) {
            throw site.failure("stop the docker daemon", "no process", "it survives KILL");
        }
        delete(site, places.pidFile());
        delete(site, places.socket());
    }

    private boolean unmount(Site site, Deadline deadline) throws InterruptedException {
        Mounts mounts = Mounts.read(site, deadline);
        List<Path> left = Stream.of(places.data(), places.exec())
                .flatMap(root -> mounts.below(root).stream()).map(Mounts.Mount::point)
                .collect(Collectors.toCollection(ArrayList::new));
        // A data root that is no mount point is made one by the daemon, out of itself.
        if (mounts.at(places.data()).isPresent() && !isMountPoint(site)) {
            left.add(places.data());
        }
        for (Path point : left) {
            site.must(deadline, "umount", point.toString());
        }
        return !left.isEmpty();
    }

    private boolean isMountPoint(Site site) {
        return Fs.points(site.file()).containsValue(places.data());
    }

    private static void delete(Site site, Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw site.failure("delete " + file, "no such file", e.toString());
        }
    }
}
