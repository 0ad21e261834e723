package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Await;
import org.understudy.exec.Commands;
import org.understudy.exec.SystemCommands;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/**
 * Containers in a real dockerd of their own, on an ext4 filesystem in a file. The daemon sees an
 * empty network namespace and never the host's. Needs root and docker.io.
 */
@Tag("lab")
@Covers("container:docker")
class RealDockerTest implements DriverContract {
    private static final Rid FS = new Rid("fs#1");
    private static final Rid BOX = new Rid("container#1");

    @TempDir
    Path dir;
    private final Lab lab = new Lab();
    private ServiceResources all;
    private String text;

    @BeforeEach
    void mounted() throws Exception {
        lab.later("sh", "-c", "umount " + dir + "/run/docker/web/*/*; umount -R " + dir + "/mnt");
        text = text("[fs#1]\ntype = ext4\ndev = " + lab.image(dir, "ext4", "200M") + "\nmnt = "
                + dir.resolve("mnt") + "\n");
        all = Fixture.resources(dir, separated(), text);
        all.drivers().get(FS).start(Fixture.in(10));
        assertTrue(all.startDocker(Fixture.in(30)));
        lab.run("sh", "-c", "cd " + dir + " && mkdir -p root/bin && cp /bin/busybox root/bin && "
                + "ln -s busybox root/bin/sh && tar -C root -c . | docker -H unix://"
                + all.dockerSocket().orElseThrow() + " import - lab/box:1");
    }

    private String text(String fs) {
        return "[DEFAULT]\nnodes = n1\ndocker_data_dir = " + dir.resolve("mnt/docker") + "\n"
                + "docker_daemon_args = --bridge=none --iptables=false --ip6tables=false "
                + "--ip-forward=false --ip-masq=false\n" + fs + "[container#1]\ntype = docker\n"
                + "run_image = lab/box:1\nrun_args = --net=none -e GREETING=hello -v "
                + dir.resolve("mnt") + "/data:/data\n"
                + "run_command = /bin/sh -c 'echo $GREETING >/data/word; "
                + "trap \"exit 0\" TERM; while true; do /bin/busybox sleep 1; done'\n";
    }

    private Commands separated() {
        Commands host = new SystemCommands();
        Commands apart = lab.inside("unshare", "--net");
        return command -> command.argv().contains("dockerd") ? apart.run(command)
                : host.run(command);
    }

    @AfterEach
    void clean() throws Exception {
        all.close();
        for (String program : List.of("/usr/bin/containerd-shim-runc-v2", "dockerd")) {
            processes(program).stream().flatMap(pid -> ProcessHandle.of(pid).stream())
                    .flatMap(p -> Stream.concat(p.descendants(), Stream.of(p)))
                    .forEach(ProcessHandle::destroyForcibly);
        }
        Await.until(() -> processes("dockerd").isEmpty(), Duration.ofMillis(50), Fixture.in(5));
        lab.clean();
    }

    @Override
    public Driver driver() {
        return all.drivers().get(BOX);
    }

    @Override
    public String machine() throws Exception {
        return String.join("\n", all.drivers().get(FS).status(Fixture.in(5)).toString(),
                processes("dockerd").toString());
    }

    @Test
    void daemonComesAndGoesWithItsContainerAndLeavesNothing() throws Exception {
        Driver driver = driver();
        assertEquals(List.of("can not find container id"),
                driver.status(Fixture.in(5)).messages());
        assertTrue(driver.start(Fixture.in(30)));
        ResourceStatus up = driver.status(Fixture.in(5));
        assertTrue(up.label().matches("[0-9a-f]{12}@lab/box:1"), up::toString);
        assertTrue(Await.until(() -> dir.resolve("mnt/data/word").toFile().length() > 0,
                Duration.ofMillis(50), Fixture.in(30)));
        assertEquals("hello\n", Files.readString(dir.resolve("mnt/data/word")));
        assertTrue(driver.stop(Fixture.in(30)));
        assertEquals(List.of(), processes("dockerd"));
        assertEquals(List.of("docker daemon is not running"),
                driver.status(Fixture.in(5)).messages());
        assertEquals("lab/box:1", driver.status(Fixture.in(5)).label());
        assertTrue(all.drivers().get(FS).stop(Fixture.in(10)));
        assertFalse(lab.run("cat", "/proc/self/mountinfo").contains(dir.toString()));
    }

    @Test
    void anotherAgentFindsWhatRunsAndTheSameContainerStartsAgain() throws Exception {
        driver().start(Fixture.in(30));
        String label = driver().status(Fixture.in(5)).label();
        try (ServiceResources later = Fixture.resources(dir, separated(), text)) {
            Driver driver = later.drivers().get(BOX);
            assertEquals(label, driver.status(Fixture.in(5)).label());
            assertFalse(driver.start(Fixture.in(5)));
            assertTrue(driver.stop(Fixture.in(30)));
            long begin = System.nanoTime();
            assertTrue(driver.start(Fixture.in(30)));
            System.out.println("dockerd and container started in "
                    + (System.nanoTime() - begin) / 1_000_000 + " ms");
            assertEquals(label, driver.status(Fixture.in(5)).label());
            assertTrue(driver.stop(Fixture.in(30)));
        }
    }

    @Test
    void daemonIsNeverStartedOnAnUnmountedDataRoot() throws Exception {
        assertTrue(driver().stop(Fixture.in(30)), "the idle daemon");
        assertTrue(all.drivers().get(FS).stop(Fixture.in(10)));
        DriverException e = assertThrows(DriverException.class,
                () -> driver().start(Fixture.in(10)));
        assertTrue(e.getMessage().contains("the docker daemon data dir is handled by the fs#1"
                + " resource in down state. can't start the docker daemon"), e.getMessage());
        assertFalse(Files.exists(dir.resolve("mnt/docker")));
    }

    @Test
    void stalePidFileOfAnInnocentProcessDoesNotHinder() throws Exception {
        driver().stop(Fixture.in(30));
        Files.writeString(dir.resolve("var/web/docker.pid"), "" + ProcessHandle.current().pid());
        Files.writeString(dir.resolve("var/web/docker.proc"),
                ProcessHandle.current().pid() + " 1\n");
        assertTrue(driver().start(Fixture.in(30)));
        assertTrue(driver().stop(Fixture.in(30)));
        assertTrue(ProcessHandle.current().isAlive());
    }

    @Test
    void containerThatOutlivesItsDaemonIsNotDownAndIsEndedByAStop() throws Exception {
        driver().start(Fixture.in(30));
        kill();
        assertEquals(new ResourceStatus(Status.WARN, "lab/box:1", List.of(
                "docker daemon is not running but containers of it are")),
                driver().status(Fixture.in(5)));
        assertTrue(driver().stop(Fixture.in(30)));
        DriverContract.assertIs(Status.DOWN, driver());
        assertTrue(all.drivers().get(FS).stop(Fixture.in(20)));
        assertTrue(Await.until(() -> lab.run("losetup", "-n", "-j", dir.resolve("ext4.img")
                .toString()).isEmpty(), Duration.ofMillis(50), Fixture.in(5)), "device released");
    }

    @Test
    void killedDaemonStartsAgain() throws Exception {
        driver().start(Fixture.in(30));
        kill();
        assertTrue(driver().start(Fixture.in(60)));
        DriverContract.assertIs(Status.UP, driver());
        assertTrue(driver().stop(Fixture.in(30)));
        assertTrue(all.drivers().get(FS).stop(Fixture.in(20)));
    }

    private void kill() throws InterruptedException {
        lab.run("kill", "-KILL", processes("dockerd").get(0).toString());
        assertTrue(Await.until(() -> processes("dockerd").isEmpty(), Duration.ofMillis(10),
                Fixture.in(5)));
    }

    /** The kernel keeps what a killed daemon and its shims had mounted on the service's disk. */
    @Test
    void mountsThatADeadDaemonLeftGoWithTheFilesystem() throws Exception {
        driver().start(Fixture.in(30));
        Path merged = Files.createDirectories(dir.resolve("mnt/docker/left/merged"));
        lab.run("mount", "-t", "tmpfs", "left", merged.toString());
        processes("/usr/bin/containerd-shim-runc-v2").stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(p -> Stream.concat(p.descendants(), Stream.of(p)))
                .forEach(ProcessHandle::destroyForcibly);
        kill();
        assertTrue(lab.run("cat", "/proc/self/mountinfo").contains(merged.toString()));
        driver().stop(Fixture.in(30));
        assertTrue(all.drivers().get(FS).stop(Fixture.in(40)));
        assertFalse(lab.run("cat", "/proc/self/mountinfo").contains(dir + "/mnt"));
    }

    private ServiceResources deaf(String more) {
        return Fixture.resources(dir, separated(), text.replace("trap \"exit 0\" TERM",
                "trap \"\" TERM") + more);
    }

    @Test
    void containerThatIgnoresTermIsKilledAfterItsGrace() throws Exception {
        try (ServiceResources deaf = deaf("stop_timeout = 3s\n")) {
            Driver driver = deaf.drivers().get(BOX);
            driver.start(Fixture.in(30));
            assertTrue(Await.until(() -> Files.exists(dir.resolve("mnt/data/word")),
                    Duration.ofMillis(50), Fixture.in(20)));
            assertTrue(driver.stop(Fixture.in(60)));
            DriverContract.assertIs(Status.DOWN, driver);
        }
    }

    @Test
    void daemonThatDiesInTheMiddleOfAStopFailsItSoonAndTheNextOneEndsTheContainer()
            throws Exception {
        try (ServiceResources deaf = deaf("stop_timeout = 60s\n")) {
            Driver driver = deaf.drivers().get(BOX);
            driver.start(Fixture.in(30));
            assertTrue(Await.until(() -> Files.exists(dir.resolve("mnt/data/word")),
                    Duration.ofMillis(50), Fixture.in(20)));
            Thread killer = new Thread(() -> {
                try {
                    Await.until(() -> false, Duration.ofMillis(50), Fixture.in(1));
                    kill();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            killer.start();
            long begin = System.nanoTime();
            assertThrows(DriverException.class, () -> driver.stop(Fixture.in(90)));
            killer.join(30_000);
            assertTrue(System.nanoTime() - begin < 60_000_000_000L, "it waited for a dead daemon");
            DriverContract.assertIs(Status.WARN, driver);
            assertTrue(driver.stop(Fixture.in(60)));
            DriverContract.assertIs(Status.DOWN, driver);
        }
    }

    @Test
    void stoppedDaemonIsUnknownAndNotDown() throws Exception {
        driver().start(Fixture.in(30));
        String pid = processes("dockerd").get(0).toString();
        lab.run("kill", "-STOP", pid);
        try {
            assertThrows(DriverException.class, () -> driver().status(Fixture.in(1)));
            assertThrows(DriverException.class, () -> driver().stop(Fixture.in(1)));
            assertEquals(Optional.empty(), driver().trace(Fixture.in(1)));
        } finally {
            lab.run("kill", "-CONT", pid);
        }
        DriverContract.assertIs(Status.UP, driver());
        assertTrue(driver().stop(Fixture.in(30)));
    }

    /** Nobody answers for it, but its process is there; and then that has gone, too. */
    @Test
    void containerBehindAStoppedDaemonLeavesATraceAsLongAsItRuns() throws Exception {
        driver().start(Fixture.in(30));
        DriverContract.assertIs(Status.UP, driver());
        String pid = processes("dockerd").get(0).toString();
        lab.run("kill", "-STOP", pid);
        try {
            assertThrows(DriverException.class, () -> driver().status(Fixture.in(1)));
            String shown = driver().trace(Fixture.in(1)).orElseThrow();
            String process = shown.replaceAll("\\D", "");
            assertEquals("its process " + process + " still runs", shown);
            lab.run("kill", "-KILL", process);
            assertTrue(Await.until(() -> driver().trace(Fixture.in(1)).isEmpty(),
                    Duration.ofMillis(20), Fixture.in(20)));
        } finally {
            lab.run("kill", "-CONT", pid);
        }
        assertTrue(driver().stop(Fixture.in(60)));
    }

    /** The daemon has no network, so that no registry gives anything; of what is there none is. */
    @Test
    void theDaemonSaysWhatNoRegistryWouldGiveIt() throws Exception {
        assertEquals(List.of(), driver().conflicts(Fixture.in(20)));
        try (ServiceResources other = Fixture.resources(dir, separated(),
                text.replace("lab/box:1", "registry.invalid:5000/some/box:2"))) {
            List<String> conflicts = other.drivers().get(BOX).conflicts(Fixture.in(20));
            assertEquals(1, conflicts.size());
            assertTrue(conflicts.get(0).startsWith("the image registry.invalid:5000/some/box:2 is"
                    + " not on this node, and cannot be pulled: ")
                    && conflicts.get(0).contains("registry.invalid"), conflicts::toString);
        }
        driver().stop(Fixture.in(30));
        assertEquals(List.of(), driver().conflicts(Fixture.in(20)));
    }

    @Test
    void failedStartLeavesNoDaemonBehind() throws Exception {
        driver().stop(Fixture.in(30));
        try (ServiceResources broken = Fixture.resources(dir, separated(),
                text.replace("lab/box:1", "no/such:image"))) {
            assertThrows(DriverException.class,
                    () -> broken.drivers().get(BOX).start(Fixture.in(30)));
        }
        assertEquals(List.of(), processes("dockerd"));
    }

    @Test
    void twoServicesHaveADaemonEach() throws Exception {
        String other = text.replace("mnt/docker", "mnt/docker2").replace("mnt = " + dir + "/mnt\n",
                "mnt = " + dir + "/unused\n");
        try (ServiceResources second = Drivers.build(Fixture.file(dir, "shop", other),
                Fixture.around(dir, separated()))) {
            Files.createDirectories(dir.resolve("mnt/docker2"));
            driver().start(Fixture.in(30));
            assertTrue(second.startDocker(Fixture.in(30)));
            assertEquals(2, processes("dockerd").size());
            assertEquals(List.of("can not find container id"),
                    second.drivers().get(BOX).status(Fixture.in(5)).messages());
            assertTrue(second.drivers().get(BOX).stop(Fixture.in(30)));
            assertEquals(1, processes("dockerd").size());
        }
        DriverContract.assertIs(Status.UP, driver());
        assertTrue(driver().stop(Fixture.in(30)));
    }

    private List<Long> processes(String program) {
        Predicate<ProcessHandle> ours = p -> commandLine(p.pid()).filter(line ->
                line.startsWith(program + "\0") && line.contains(dir.toString())).isPresent();
        return ProcessHandle.allProcesses().filter(ours).map(ProcessHandle::pid).toList();
    }

    private static Optional<String> commandLine(long pid) {
        try {
            return Optional.of(Files.readString(Path.of("/proc/" + pid + "/cmdline")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
