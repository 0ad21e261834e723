package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Await;
import org.understudy.exec.SystemCommands;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/** Real applications: scripts of the test, ended by it. */
class AppTest {
    @TempDir
    Path dir;

    private Driver app(String section) {
        return Fixture.driver(dir, new SystemCommands(), "[app#1]\n" + section);
    }

    /** A launcher that leaves a daemon behind which holds its output open. */
    private Path launcher() throws IOException {
        Path script = dir.resolve("launcher");
        Files.writeString(script, """
                #!/bin/sh
                pid=%s/daemon.pid
                case $1 in
                    start) sleep 60 & echo $! >$pid; echo "started $OPENSVC_RID $GREETING" ;;
                    stop) kill $(cat $pid); rm $pid ;;
                    status) test -e $pid && kill -0 $(cat $pid) ;;
                esac
                """.formatted(dir));
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    @AfterEach
    void endLeftovers() throws IOException {
        for (String name : List.of("daemon.pid", "var/web/app.1.pid")) {
            Path pid = dir.resolve(name);
            if (Files.exists(pid)) {
                ProcessHandle.of(Long.parseLong(Files.readString(pid).split("\\s+")[0]))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private String files() throws IOException {
        try (var files = Files.list(dir)) {
            return files.filter(Files::isRegularFile).sorted().toList().toString();
        }
    }

    @Nested
    @Covers({"app", "app:forking"})
    class Forking implements DriverContract {
        @Override
        public Driver driver() throws IOException {
            return app("script = " + launcher() + "\nstart = true\nstop = true\ncheck = true\n"
                    + "environment = GREETING=hello\n");
        }

        @Override
        public String machine() throws IOException {
            return files();
        }

        @Test
        void daemonLeftBehindHoldsNothingOfOurs() throws Exception {
            long begin = System.nanoTime();
            Driver driver = driver();
            driver.start(Fixture.in(30));
            assertTrue(System.nanoTime() - begin < 25_000_000_000L);
            assertEquals("started app#1 hello\n",
                    Files.readString(dir.resolve("var/web/app.1.start.log")));
            driver.stop(Fixture.in(30));
        }

        /** As on a passive node: no reason to call the service half up. */
        @Test
        void scriptOnAFilesystemThatIsNotMountedIsNotRunning() throws Exception {
            Driver app = Fixture.driver(dir, new SystemCommands(), "[app#1]\nscript = " + dir
                    + "/srv/web/launcher\nstart = true\nstop = true\ncheck = true\n"
                    + "[fs#1]\ntype = tmpfs\ndev = tmpfs\nmnt = " + dir + "/srv/web\n");
            ResourceStatus found = app.status(Fixture.in(5));
            assertEquals(Status.NA, found.status());
            assertEquals(List.of("fs#1 is not mounted, skip check"), found.messages());
        }
    }

    @Nested
    @Covers("app:simple")
    class Simple implements DriverContract {
        @Override
        public Driver driver() {
            return app("type = simple\nstart = sleep 60; true\nenvironment = OPENSVC_MARK=" + dir
                    + "\n");
        }

        @Override
        public String machine() throws IOException {
            return files();
        }

        @Test
        void isFoundAgainByANewAgentAndNobodyOfItsSessionSurvives() throws Exception {
            driver().start(Fixture.in(10));
            assertEquals(Status.UP, driver().status(Fixture.in(1)).status());
            assertTrue(driver().stop(Fixture.in(10)));
            assertEquals(List.of(), ProcessHandle.allProcesses().filter(p -> environment(p.pid())
                    .contains("OPENSVC_MARK=" + dir)).toList());
        }

        @Test
        void ignoringTermHelpsNot() throws Exception {
            Driver stubborn = app("type = simple\nstart = trap '' TERM; sleep 60; sleep 60\n"
                    + "stop_timeout = 10s\nkill = tree\n");
            stubborn.start(Fixture.in(10));
            assertTrue(stubborn.stop(Fixture.in(10)));
            assertEquals(Status.DOWN, stubborn.status(Fixture.in(1)).status());
        }

        @Test
        void stalePidOfAnInnocentProcessIsNotOurs() throws Exception {
            Driver driver = driver();
            Files.createDirectories(dir.resolve("var/web"));
            Path record = dir.resolve("var/web/app.1.pid");
            Files.writeString(record, ProcessHandle.current().pid() + " 12345\n");
            assertEquals(Status.DOWN, driver.status(Fixture.in(1)).status());
            Files.delete(record);
        }

        /** What an operator needs first, and where all of its words are. */
        @Test
        void endedByItselfSaysItsLastWordsUntilItIsStopped() throws Exception {
            Driver driver = app("type = simple\nstart = echo one; printf 'no \\351 port\\n' >&2; "
                    + "sleep 3; exit 3\n");
            driver.start(Fixture.in(10));
            Path log = dir.resolve("var/web/app.1.log");
            assertTrue(Await.until(() -> driver.status(Fixture.in(1)).messages().equals(List.of(
                    "ended by itself: no \uFFFD port (" + log + ")")), Duration.ofMillis(50),
                    Fixture.in(20)));
            assertEquals(Status.DOWN, driver.status(Fixture.in(1)).status());
            assertFalse(driver.stop(Fixture.in(10)));
            assertEquals(List.of(), driver.status(Fixture.in(1)).messages());
        }

        @Test
        void programThatIsNotThereFailsTheStartAndIsNamed() throws Exception {
            Driver driver = app("type = simple\nstart = /usr/bin/nosuchprogram\n");
            AtomicReference<String> failure = new AtomicReference<>();
            assertTrue(Await.until(() -> failed(driver, failure), Duration.ofMillis(50),
                    Fixture.in(30)), "it is seen within a tenth of a second, if the machine runs");
            String why = failure.get();
            assertTrue(why.contains("a process that stays, got ") && why.contains(
                    "/usr/bin/nosuchprogram: not found (" + dir.resolve("var/web/app.1.log")), why);
        }

        private boolean failed(Driver driver, AtomicReference<String> why)
                throws InterruptedException {
            try {
                driver.start(Fixture.in(20));
                driver.stop(Fixture.in(20));
            } catch (DriverException e) {
                why.set(e.getMessage());
            }
            return why.get() != null;
        }

        private String environment(long pid) {
            try {
                return Files.readString(Path.of("/proc/" + pid + "/environ"));
            } catch (IOException gone) {
                return "";
            }
        }
    }

    @Test
    void withoutACheckNothingIsKnown() throws Exception {
        ResourceStatus status = app("start = true\nscript = x\n").status(Fixture.in(1));
        assertEquals(new ResourceStatus(Status.NA, "forking: x", List.of("check is not set")),
                status);
    }

    @Test
    void exitCodesMeanWhatTheFileSays() throws Exception {
        assertEquals(Status.DOWN, app("check = exit 7\nretcodes = 0:up 7:down\n")
                .status(Fixture.in(5)).status());
        assertEquals(List.of("check reports errors (3)"),
                app("check = exit 3\n").status(Fixture.in(5)).messages());
    }

    @Test
    void checkThatNeverEndsIsUnknown() {
        Driver app = app("check = sleep 60\ncheck_timeout = 200ms\n");
        assertThrows(DriverException.class, () -> app.status(Fixture.in(30)));
    }

    @Test
    void failedStartSaysWhatTheLauncherSaid() {
        Driver app = app("start = echo no licence; exit 4\n");
        DriverException e = assertThrows(DriverException.class, () -> app.start(Fixture.in(5)));
        assertTrue(e.getMessage().endsWith("exit 4: no licence"), e.getMessage());
    }

    @Test
    void bareScriptNameIsLookedUpBesideTheServiceFile() throws Exception {
        Path own = Files.createDirectories(dir.resolve("web.d"));
        Files.move(launcher(), own.resolve("db"));
        Driver app = app("script = db\nstart = 10\nstop = 10\ncheck = 10\n");
        assertTrue(app.start(Fixture.in(10)));
        assertEquals(Status.UP, app.status(Fixture.in(5)).status());
        assertTrue(app.stop(Fixture.in(10)));
        assertEquals(List.of("web.conf", "web.d"), Arrays.stream(dir.toFile().list())
                .filter(n -> n.startsWith("web")).sorted().toList());
    }

    @Test
    void commandsRunUnderTheirLimitsAndTheirMask() throws Exception {
        app("type = simple\nlimit_nofile = 64\nlimit_core = 1m\nlimit_cpu = 1m\numask = 027\n"
                + "cwd = " + dir + "\nstart = ulimit -n >said; ulimit -t >>said; umask >>said;"
                + " sleep 60\n").start(Fixture.in(10));
        assertTrue(org.understudy.exec.Await.until(() -> lines("said") == 3,
                java.time.Duration.ofMillis(20), Fixture.in(30)));
        assertEquals(List.of("64", "60", "0027"), Files.readAllLines(dir.resolve("said")));
    }

    private long lines(String file) {
        try {
            return Files.readAllLines(dir.resolve(file)).size();
        } catch (IOException notYet) {
            return 0;
        }
    }

    @Test
    void statusShowsWhatACheckSaysWhereAsked() throws Exception {
        String check = "start = /bin/true\nstop = /bin/true\n"
                + "check = echo 3 workers; echo old >&2; exit ";
        assertEquals(List.of(), app(check + "0\n").status(Fixture.in(5))
                .messages());
        Files.writeString(launcher().resolveSibling("x"), "");
        assertEquals(List.of("3 workers", "warn: old"), app("script = " + dir + "/x\n" + check
                + "0\nstatus_log = true\n").status(Fixture.in(5)).messages());
        assertEquals(List.of("check reports errors (7); 3 workers; warn: old"), app("script = "
                + dir + "/x\n" + check + "7\nstatus_log = true\n").status(Fixture.in(5))
                .messages());
    }

    @Test
    void bareLaunchersAreThoseOfTheServicesDirectory() throws Exception {
        Path there = Files.createDirectory(dir.resolve("web.d")).resolve("launcher");
        Files.move(launcher(), there);
        Driver app = app("script = launcher\nstart = true\nstop = true\ncheck = true\n");
        assertEquals(List.of(), app.lacks(Fixture.in(5)));
        assertTrue(app.start(Fixture.in(10)));
        assertTrue(app.stop(Fixture.in(10)));
    }

    @Test
    void oddLimitsAndUnknownGroupsAreNamed() throws Exception {
        for (String bad : List.of("limit_nofile = many", "limit_as = 10 apples", "limit_cpu = 60",
                "umask = 9", "status_log = perhaps")) {
            assertThrows(RuntimeException.class, () -> app("start = x\n" + bad + "\n"), bad);
        }
        assertEquals("expected the group nosuchgroup, got no such group",
                app("start = x\ngroup = nosuchgroup\n").lacks(Fixture.in(5)).get(0).text());
    }
}
