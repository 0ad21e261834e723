package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.exec.SystemCommands;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;

/** What is launched under systemd; systemd-run is a script, which makes no unit. */
final class ScopeTest {
    private static final NodeName NODE = new NodeName("n1");

    @TempDir
    Path dir;
    private final List<String> heard = new ArrayList<>();
    private Site site;
    private Map<String, String> path;

    @BeforeEach
    void make() throws Exception {
        Path file = Files.writeString(dir.resolve("web.conf"), "[DEFAULT]\nnodes = n1\n[app#1]\n"
                + "type = simple\nstart = /bin/sleep 300\n");
        ServiceFile read = ServiceFiles.read(file, new Drivers(), NODE);
        Surroundings around = new Surroundings(NODE, new SystemCommands(), dir.resolve("var"),
                dir.resolve("run"), (service, rid, level, message) -> heard.add(message));
        site = new Site(new Rid("app#1"), read, around, Docker.of(read, around));
        path = Map.of();
        Files.createDirectories(dir.resolve("bin"));
        Files.createDirectory(dir.resolve("systemd"));
        Files.writeString(dir.resolve("cgroup"), "0::/system.slice/understudy.service\n");
    }

    private void systemdRun(String script) throws Exception {
        Path run = Files.writeString(dir.resolve("bin/systemd-run"), "#!/bin/sh\n" + script);
        assertTrue(run.toFile().setExecutable(true));
    }

    private String program() {
        return dir.resolve("bin/systemd-run").toString();
    }

    private Scope scope() {
        return new Scope(program(), dir.resolve("systemd"), dir.resolve("cgroup"));
    }

    private List<String> around(Scope scope) throws Exception {
        return scope.around(site, List.of("sleep", "9"), path, Deadline.in(Duration.ofSeconds(20)));
    }

    @Test
    void whatIsLaunchedLeadsAUnitOfItsOwnAndKeepsItsPid() throws Exception {
        systemdRun("echo \"$@\" >> " + dir.resolve("asked") + "\n"
                + "while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"\n");
        Background app = new Background(site, dir.resolve("app.pid"), dir.resolve("app.log"),
                scope());
        app.launch(List.of("sleep", "300"), path, Deadline.in(Duration.ofSeconds(20)));
        try {
            Path command = Path.of("/proc", app.pid().orElseThrow().toString(), "cmdline");
            assertTrue(Await.until(() -> is(command, "sleep", "300"),
                    Duration.ofMillis(10), Deadline.in(Duration.ofSeconds(20))));
            assertEquals(List.of("true", "sleep 300"), Files.readAllLines(dir.resolve("asked"))
                    .stream().map(line -> line.replace("--scope --quiet --collect --description="
                            + "understudy web app#1 --property=Before=understudy.service -- ", ""))
                    .toList());
        } finally {
            assertTrue(app.end(true, Deadline.in(Duration.ofSeconds(10)),
                    Deadline.in(Duration.ofSeconds(20))));
        }
    }

    private static boolean is(Path file, String... words) {
        try {
            return Files.readString(file).equals(String.join("\0", words) + "\0");
        } catch (java.io.IOException gone) {
            return false;
        }
    }

    @Test
    void whereNoUnitCanBeHadItIsLaunchedAllTheSame() throws Exception {
        systemdRun("echo 'Failed to connect to bus' >&2; exit 1\n");
        assertEquals(List.of("sleep", "9"), around(scope()));
        assertTrue(heard.toString().contains("stays in understudy.service: systemd-run: exit 1:"
                + " Failed to connect to bus"), heard::toString);
    }

    @Test
    void withoutSystemdOrOutsideOfAUnitNothingIsAsked() throws Exception {
        systemdRun("exit 1\n");
        assertEquals(List.of("sleep", "9"), around(new Scope(program(),
                dir.resolve("none"), dir.resolve("cgroup"))));
        Files.writeString(dir.resolve("cgroup"), "0::/user.slice/session-1.scope\n");
        assertEquals(List.of("sleep", "9"), around(scope()));
        assertEquals(List.of(), heard);
    }
}
