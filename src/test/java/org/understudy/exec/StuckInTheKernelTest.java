package org.understudy.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that no signal ends, as their filesystem is frozen. */
@Tag("lab")
final class StuckInTheKernelTest {
    private final SystemCommands commands = new SystemCommands();
    @TempDir
    Path dir;
    private Path mount;
    private boolean frozen;

    @BeforeEach
    void mount() throws Exception {
        Path image = dir.resolve("fs.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(16 << 20);
        }
        mount = Files.createDirectory(dir.resolve("mnt"));
        run("mkfs.ext4", "-q", image.toString());
        run("mount", "-o", "loop", image.toString(), mount.toString());
    }

    @AfterEach
    void clean() throws Exception {
        freeze(false);
        run("umount", mount.toString());
    }

    private void freeze(boolean on) throws Exception {
        if (on != frozen) {
            run("fsfreeze", on ? "-f" : "-u", mount.toString());
            frozen = on;
        }
    }

    private static String run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", words) + ": " + said);
        return said;
    }

    /** It writes its pid, and then what the frozen filesystem does not take. */
    private Command stuck(String name) {
        return Command.of(Deadline.in(Duration.ofSeconds(1)), "sh", "-c", "echo $$ >"
                + dir.resolve(name) + "; exec touch " + mount.resolve(name));
    }

    private boolean isStuck(String name) {
        try {
            String pid = Files.readString(dir.resolve(name)).strip();
            return !pid.isEmpty()
                    && Files.readString(Path.of("/proc", pid, "stat")).contains(") D ");
        } catch (IOException notYet) {
            return false;
        }
    }

    private void await(Await.Condition holds) throws InterruptedException {
        assertTrue(Await.until(holds, Duration.ofMillis(10), Deadline.in(
                Duration.ofSeconds(60))));
    }

    @Test
    void aDeedIsOverWhenTheKernelHasLetGoOfIt() throws Exception {
        freeze(true);
        CompletableFuture<Result> done = new CompletableFuture<>();
        Thread doer = new Thread(() -> {
            try {
                done.complete(commands.run(stuck("deed").asDeed()));
            } catch (InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        doer.start();
        await(() -> isStuck("deed"));
        assertEquals(Result.Ending.KILLED, commands.run(stuck("look")).ending());
        assertFalse(done.isDone(), "one that was begun later was given up");
        doer.interrupt();
        assertEquals(Result.Ending.KILLED, commands.run(stuck("other")).ending());
        assertFalse(done.isDone(), "nor does an interruption end what cannot be ended");
        freeze(false);
        assertTrue(ended(done), "it is over, and says that it was killed or interrupted");
    }

    private static boolean ended(CompletableFuture<Result> done) throws Exception {
        return done.handle((result, interrupted) -> interrupted != null
                || result.ending() == Result.Ending.KILLED).get(60, TimeUnit.SECONDS);
    }

    /** As mount.nfs is mount's, which dies at once. */
    @Test
    void aDeedIsOverWhenWhatItStartedIsToo() throws Exception {
        freeze(true);
        CompletableFuture<Result> done = CompletableFuture.supplyAsync(() -> {
            try {
                return commands.run(Command.of(Deadline.in(Duration.ofSeconds(1)), "sh", "-c",
                        "sh -c 'echo $$ >" + dir.resolve("child") + "; exec touch "
                                + mount.resolve("child") + "'; true").asDeed());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await(() -> isStuck("child"));
        assertEquals(Result.Ending.KILLED, commands.run(stuck("look")).ending());
        assertEquals(Result.Ending.KILLED, commands.run(stuck("other")).ending());
        assertFalse(done.isDone(), "its child is left");
        freeze(false);
        assertTrue(ended(done));
    }
}
