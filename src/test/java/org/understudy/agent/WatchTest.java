package org.understudy.agent;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes in a directory is looked at, whatever becomes of the directory. */
final class WatchTest {
    @TempDir
    Path dir;
    private Path watched;
    private Thread thread;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void begin() {
        watched = dir.resolve("services");
        thread = new Thread(new Watch(watched, this::look));
        thread.setDaemon(true);
        thread.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.isDirectory(watched));
    }

    @AfterEach
    void end() throws Exception {
        thread.interrupt();
        thread.join(5_000);
    }

    private void look() {
        try (Stream<Path> files = Files.list(watched)) {
            files.forEach(file -> seen.add(file.getFileName().toString()));
        } catch (java.io.IOException gone) {
            seen.add("gone");
        }
    }

    private void sees(String name) {
        await().atMost(Duration.ofSeconds(10)).until(() -> seen.contains(name));
    }

    @Test
    void aNewFileIsSeenWithinAMoment() throws Exception {
        Files.writeString(watched.resolve("web.conf"), "");
        await().atMost(Duration.ofSeconds(60)).until(() -> seen.contains("web.conf"));
    }

    /** As a large file does that is copied slowly. */
    @Test
    void changesThatGoOnForLongDoNotDeafenIt() throws Exception {
        Path large = watched.resolve("large.conf");
        for (int i = 0; i < 400; i++) {
            Files.writeString(large, "# more\n", StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            LockSupport.parkNanos(5_000_000);
        }
        sees("large.conf");
        await().during(Duration.ofMillis(600)).atMost(Duration.ofSeconds(10))
                .until(() -> !seen.contains("web.conf"));
        Files.writeString(watched.resolve("web.conf"), "");
        sees("web.conf");
    }

    @Test
    void aDirectoryThatWasReplacedIsWatchedAgain() throws Exception {
        Files.writeString(watched.resolve("web.conf"), "");
        sees("web.conf");
        Files.move(watched, dir.resolve("old"));
        Files.createDirectory(watched);
        Files.writeString(watched.resolve("db.conf"), "");
        sees("db.conf");
        Files.writeString(watched.resolve("mail.conf"), "");
        sees("mail.conf");
    }

    @Test
    void aDirectoryThatVanishedIsMadeAgain() throws Exception {
        Files.delete(watched);
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.isDirectory(watched));
        Files.writeString(watched.resolve("web.conf"), "");
        sees("web.conf");
    }
}
