package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;

/** Which version of each file is known, told without a wait for the disk that keeps it. */
final class VersionsTest {
    private static final NodeName N1 = new NodeName("n1");

    @TempDir
    Path dir;
    private final CountDownLatch hung = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService beside = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        released.countDown();
        beside.shutdownNow();
    }

    /** Whoever comes here is at the disk, and stays there. */
    private void hang() {
        hung.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Versions versions(Path good) {
        Versions versions = new Versions(good, N1, new ManualClock(),
                new Chronicle(new ManualClock(), N1, this::written));
        versions.found("web", "1f0c", List.of(N1), 1);
        return versions;
    }

    /** It is told in the midst of a write that it fails. */
    private void written(JournalEntry entry) {
        hang();
    }

    private void isTold(Versions versions) throws Exception {
        hung.await();
        Future<List<Object>> told = beside.submit(() -> List.of(versions.notice("web"),
                versions.editions().keySet(), versions.of("web").isPresent()));
        assertEquals(List.of(Optional.empty(), Set.of("web"), true),
                told.get(20, TimeUnit.SECONDS));
    }

    @Test
    void whatIsKnownIsToldWhileItsFileIsWrittenWithoutEnd() throws Exception {
        Path good = Files.writeString(dir.resolve("good"), "in the way");
        Versions versions = versions(good);
        beside.execute(versions::write);
        isTold(versions);
    }

    @Test
    void whatIsKnownIsToldWhileAMarkIsTakenInWithoutEnd() throws Exception {
        Files.createDirectories(dir.resolve("good/deleted/web"));
        Versions versions = versions(dir.resolve("good"));
        beside.execute(() -> versions.bury(name -> {
            hang();
            return true;
        }));
        isTold(versions);
    }
}
