package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/** Drivers made from the text of a service file, in a directory of their own. */
final class Fixture {
    private static final NodeName NODE = new NodeName("n1");

    private Fixture() {
    }

    static ServiceFile file(Path dir, String text) {
        return file(dir, "web", text);
    }

    static ServiceFile file(Path dir, String service, String text) {
        try {
            Path file = Files.writeString(dir.resolve(service + ".conf"),
                    (text.startsWith("[DEFAULT]") ? "" : "[DEFAULT]\nnodes = n1\n") + text);
            return ServiceFiles.read(file, new Drivers(), NODE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ServiceResources resources(Path dir, Commands commands, String text) {
        return Drivers.build(file(dir, text), around(dir, commands));
    }

    static Surroundings around(Path dir, Commands commands) {
        return around(dir, commands, new Watched());
    }

    static Surroundings around(Path dir, Commands commands, Watched watched) {
        return new Surroundings(NODE, commands, dir.resolve("var"), dir.resolve("run"),
                (service, rid, level, message) -> {
                    assertFalse(message.isBlank());
                    watched.said.add(level + " " + message);
                }, watched, Files.exists(staged(dir)) ? staged(dir) : Path.of("/"));
    }

    /** Where a test puts what its drivers are to see of /sys and /proc, before they are made. */
    static Path staged(Path dir) {
        return dir.resolve("root");
    }

    /** Puts a file there. */
    static void stage(Path dir, String path, String text) throws IOException {
        Path file = staged(dir).resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    /** What jobs are told, and what was heard of them. */
    static final class Watched implements Surroundings.Outlook {
        final List<String> said = Collections.synchronizedList(new ArrayList<>());
        /** Nodes of which nobody knows whether they run it. */
        final Set<NodeName> doubtful = ConcurrentHashMap.newKeySet();
        /** Nodes that did not have the disks when a start was decided. */
        final Set<NodeName> unforeseen = ConcurrentHashMap.newKeySet();
        volatile boolean up = true;
        volatile ZonedDateTime now = LocalDateTime.parse("2026-03-02T05:00:00")
                .atZone(ZoneOffset.UTC);

        @Override
        public boolean isUp(ServiceName service) {
            return up;
        }

        @Override
        public Optional<String> refused(ServiceName service, Rid rid) {
            return up ? Optional.empty() : Optional.of("it is down here");
        }

        @Override
        public boolean idle(ServiceName service, NodeName node) {
            return !doubtful.contains(node);
        }

        @Override
        public boolean mayTake(ServiceName service, Rid rid, NodeName from) {
            return !unforeseen.contains(from);
        }

        @Override
        public Optional<String> inUse(ServiceName service, NodeName node) {
            return doubtful.contains(node) ? Optional.of(node + " is silent") : Optional.empty();
        }

        @Override
        public ZonedDateTime now() {
            return now;
        }
    }

    /** The only job of a service with one section besides DEFAULT. */
    static Job job(Path dir, Commands commands, Watched watched, String text) {
        return Drivers.build(file(dir, text), around(dir, commands, watched)).jobs().values()
                .iterator().next();
    }

    /** The only driver of a service with one section. */
    static Driver driver(Path dir, Commands commands, String text) {
        return resources(dir, commands, text).drivers().values().iterator().next();
    }

    /** A container on a made-up engine. */
    static Driver container(Path dir, Engine engine, String section) {
        ServiceFile file = file(dir, "[container#1]\ntype = docker\n" + section);
        Map.Entry<Rid, org.understudy.config.Section> only = file.sections().entrySet().iterator()
                .next();
        return new DockerContainer(only.getValue(), new Site(only.getKey(), file,
                around(dir, command -> {
                    throw new AssertionError("no command expected: " + command);
                }), Docker.with(engine)));
    }

    static Deadline in(int seconds) {
        return Deadline.in(Duration.ofSeconds(seconds));
    }
}
