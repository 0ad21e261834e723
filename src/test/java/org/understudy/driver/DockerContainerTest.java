package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

@Covers("container:docker")
class DockerContainerTest implements DriverContract {
    @TempDir
    Path dir;
    private final FakeEngine engine = new FakeEngine();

    @Override
    public Driver driver() {
        return Fixture.container(dir, engine, "run_image = de9a91835513\n");
    }

    @Override
    public String machine() throws Exception {
        return engine.inspect("web.container.1", Fixture.in(1)).toString();
    }

    @Test
    void labelsAndMessagesAreThoseOfTheTutorial() throws Exception {
        assertEquals(new ResourceStatus(Status.DOWN, "registry:latest",
                List.of("can not find container id")), driver().status(Fixture.in(1)));
        driver().start(Fixture.in(1));
        assertEquals(new ResourceStatus(Status.UP, "e9828ec4620a@registry:latest"),
                driver().status(Fixture.in(1)));
        engine.fault = Optional.of(EngineException.Kind.ABSENT);
        assertEquals(new ResourceStatus(Status.DOWN, "de9a91835513",
                List.of("docker daemon is not running")), driver().status(Fixture.in(1)));
        assertFalse(driver().stop(Fixture.in(1)));
    }

    @Test
    void silenceAtAnyCallOfAStartIsUndoneByAStop() throws Exception {
        for (int call = 0; call < 12; call++) {
            engine.before = call;
            try {
                driver().start(Fixture.in(10));
            } catch (DriverException silent) {
                assertTrue(silent.getMessage().contains("container#1"), silent.getMessage());
            }
            engine.before = -1;
            driver().stop(Fixture.in(10));
            DriverContract.assertIs(Status.DOWN, driver());
        }
    }

    @Test
    void anotherImageIsAWarning() throws Exception {
        engine.from = "sha256:0123456789abcdef";
        driver().start(Fixture.in(1));
        assertEquals(List.of("the running container is based on image '0123456789ab' instead of"
                + " 'de9a91835513'"), driver().status(Fixture.in(1)).messages());
    }

    @Test
    void silenceIsNotDown() {
        engine.fault = Optional.of(EngineException.Kind.SILENT);
        assertThrows(DriverException.class, () -> driver().status(Fixture.in(1)));
        assertThrows(DriverException.class, () -> driver().stop(Fixture.in(1)));
    }

    @Test
    void daemonThatAcceptsAndNeverAnswersCostsTheDeadlineAndNoMore() throws Exception {
        Path socket = dir.resolve("s");
        try (ServerSocketChannel deaf = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                DockerEngine real = new DockerEngine(socket)) {
            deaf.bind(UnixDomainSocketAddress.of(socket));
            for (int call = 0; call < 4; call++) {
                long begin = System.nanoTime();
                EngineException e = assertThrows(EngineException.class,
                        () -> real.ping(Deadline.in(Duration.ofMillis(300))));
                assertEquals(EngineException.Kind.SILENT, e.kind());
                assertTrue(System.nanoTime() - begin < 20_000_000_000L);
            }
        }
    }

    @Test
    void socketWithoutAListenerIsAbsence() throws Exception {
        Path socket = dir.resolve("s");
        try (DockerEngine real = new DockerEngine(socket)) {
            assertAbsent(real);
            try (ServerSocketChannel left = ServerSocketChannel.open(
                    StandardProtocolFamily.UNIX)) {
                left.bind(UnixDomainSocketAddress.of(socket));
            }
            assertAbsent(real);
        }
    }

    private Driver container(String more) {
        return Fixture.container(dir, engine, more);
    }

    @Test
    void keywordsAreOptionsOfTheRun() throws Exception {
        container("image = de9a91835513\nhostname = h\nentrypoint = /init\nuser = 33\n"
                + "run_args = -v /a:/b -h other\nvolume_mounts = /c:/d:ro\ndevices = /dev/fuse\n"
                + "environment = lang=C 'greeting=a b'\nnetns = host\nuserns = host\n"
                + "pidns = container#1\nutsns = host\nipcns = host\nprivileged = true\n"
                + "tty = false\n").start(Fixture.in(1));
        assertEquals("{--device=[/dev/fuse], --entrypoint=[/init], --env=[LANG=C, GREETING=a b],"
                + " --hostname=[other, h], --ipc=[host], --network=[host],"
                + " --pid=[container:web.container.1], --privileged=[true], --tty=[false],"
                + " --user=[33], --userns=[host], --uts=[host], --volume=[/a:/b, /c:/d:ro]}",
                engine.made.get(0).args().values().toString());
        assertEquals("h", engine.made.get(0).args().last("--hostname").orElseThrow());
    }

    @Test
    void badKeywordsAreRefused() {
        for (String bad : List.of("volume_mounts = /a:/b:xx", "environment = x", "privileged = 2",
                "image_pull_policy = seldom", "pull_timeout = 5", "detach = perhaps")) {
            assertThrows(RuntimeException.class, () -> container("image = a\n" + bad + "\n"), bad);
        }
        assertThrows(DriverException.class, () -> container("image = de9a\nnetns ="
                + " container#7\n").start(Fixture.in(1)));
    }

    @Test
    void anImageIsPulledWhenItIsMissingOrAlwaysWherePolicySaysSo() throws Exception {
        container("image = web:2\n").start(Fixture.in(1));
        assertEquals(List.of("web:2"), engine.pulled);
        engine.remove("", Fixture.in(1));
        container("image = web:2\n").start(Fixture.in(1));
        assertEquals(1, engine.pulled.size());
        engine.remove("", Fixture.in(1));
        engine.registryAway = true;
        container("image = web:2\nimage_pull_policy = always\n").start(Fixture.in(1));
        assertEquals(2, engine.pulled.size());
        engine.remove("", Fixture.in(1));
        assertThrows(DriverException.class, () -> container("image = web:3\n").start(
                Fixture.in(1)));
    }

    @Test
    void anImageThatCannotComeIsAConflictBeforeAnythingIsDone() throws Exception {
        for (String fine : List.of("de9a91835513", "web:2", "web:2\nimage_pull_policy = always")) {
            assertEquals(List.of(), container("image = " + fine + "\n").conflicts(
                    Fixture.in(1)));
        }
        assertEquals(List.of("the image web:2 is not on this node, and cannot be pulled:"
                + " image_pull_policy is never; svcmgr -s web docker pull web:2"),
                container("image = web:2\nimage_pull_policy = never\n").conflicts(Fixture.in(1)));
        assertTrue(container("image = 0123456789ab\n").conflicts(Fixture.in(1)).get(0)
                .contains("no registry gives one by its id"));
        engine.registryAway = true;
        assertTrue(container("image = web:2\n").conflicts(Fixture.in(1)).get(0)
                .contains("cannot be pulled: no registry; svcmgr"));
        assertEquals(List.of(), container("image = localhost:5000/web\n").conflicts(
                Fixture.in(1)));
        assertEquals(List.of(), engine.pulled);
        assertThrows(DriverException.class, () -> container(
                "image = web:2\nimage_pull_policy = never\n").start(Fixture.in(1)));
        assertEquals(List.of(), engine.pulled);
    }

    @Test
    void whatIsThereOrCannotBeAskedIsNoConflict() throws Exception {
        container("image = de9a91835513\n").start(Fixture.in(1));
        assertEquals(List.of(), container("image = web:9\nimage_pull_policy = never\n")
                .conflicts(Fixture.in(1)));
        engine.fault = Optional.of(EngineException.Kind.ABSENT);
        assertEquals(List.of(), container("image = web:9\nimage_pull_policy = never\n")
                .conflicts(Fixture.in(1)));
        engine.fault = Optional.of(EngineException.Kind.SILENT);
        assertThrows(DriverException.class, () -> container("image = web:9\n").conflicts(
                Fixture.in(1)));
    }

    @Test
    void whatIsToBeRemovedIsGoneAfterAStop() throws Exception {
        Driver driver = container("image = de9a91835513\nrm = true\n");
        driver.start(Fixture.in(1));
        assertTrue(driver.stop(Fixture.in(1)));
        assertTrue(engine.inspect("web.container.1", Fixture.in(1)).isEmpty());
        assertFalse(driver.stop(Fixture.in(1)));
    }

    @Test
    void oneThatIsRunToItsEndMustEndWell() throws Exception {
        Driver driver = container("image = de9a91835513\ndetach = false\n");
        engine.ends = Optional.of(3L);
        assertThrows(DriverException.class, () -> driver.start(Fixture.in(1)));
        DriverContract.assertIs(Status.DOWN, driver);
        engine.ends = Optional.of(0L);
        assertTrue(driver.start(Fixture.in(1)));
        DriverContract.assertIs(Status.NA, driver);
        assertFalse(driver.start(Fixture.in(1)));
        assertTrue(driver.stop(Fixture.in(1)));
        DriverContract.assertIs(Status.DOWN, driver);
    }

    @Test
    void rehearsalPlaysEveryCallAndLeavesNothing() throws Exception {
        assertTrue(new Rehearsal(dir.resolve("stage")).play());
        assertEquals(0, dir.toFile().list().length);
    }

    private static void assertAbsent(Engine engine) {
        assertEquals(EngineException.Kind.ABSENT, assertThrows(EngineException.class,
                () -> engine.ping(Fixture.in(5))).kind());
    }
}
