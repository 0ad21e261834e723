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
                assertTrue(System.nanoTime() - begin < 1_500_000_000L);
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
