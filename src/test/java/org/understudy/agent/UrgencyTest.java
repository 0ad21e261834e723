package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which threads run before others, and that nothing they start does. */
@Timeout(60)
final class UrgencyTest {
    /** The field "policy" of stat in proc(5), of those behind the name. */
    private static final int POLICY = 38;
    private static final int OTHER = 0;
    private static final int RR = 2;

    @TempDir
    Path dir;
    private final List<ExecutorService> threads = new ArrayList<>();

    @AfterEach
    void end() {
        threads.forEach(ExecutorService::shutdownNow);
    }

    @Test
    void whatBeatsRunsAtOnceAndWhatItStartsDoesNot() throws Exception {
        ExecutorService beat = thread("beat-hb#1");
        ExecutorService other = thread("probe-1");
        Urgency urgency = Urgency.own();
        urgency.run();
        urgency.run();
        assertEquals(allowed() ? RR : OTHER, on(beat, () -> policy("thread-self")));
        assertEquals(OTHER, on(other, () -> policy("thread-self")));
        assertEquals(OTHER, on(beat, () -> {
            CompletableFuture<Integer> begun = new CompletableFuture<>();
            Thread next = new Thread(() -> begun.complete(policy("thread-self")));
            next.start();
            return begun.get(10, TimeUnit.SECONDS);
        }));
        assertEquals(OTHER, on(beat, () -> {
            Process started = new ProcessBuilder("sleep", "60").start();
            try {
                return policy(String.valueOf(started.pid()));
            } finally {
                started.destroyForcibly().waitFor();
            }
        }));
    }

    /** Asked again each time: it may be allowed later, and costs next to nothing. */
    @Test
    void aKernelThatRefusesChangesNothing() throws IOException {
        for (String name : List.of("loop", "beat-hb#1", "ucast-receiver-", "timer-1")) {
            Path task = Files.createDirectories(dir.resolve(String.valueOf(name.length())));
            Files.writeString(task.resolve("comm"), name + "\n");
        }
        Files.createDirectories(dir.resolve("99"));
        List<Integer> asked = new ArrayList<>();
        Urgency urgency = new Urgency(dir, (thread, policy, priority) -> {
            asked.add(thread);
            throw new LastErrorException(1);
        });
        urgency.run();
        urgency.run();
        assertEquals(List.of(4, 4, 9, 9, 15, 15), asked.stream().sorted().toList());
    }

    @Test
    void oneThatHasItIsNotAskedForAgain() throws IOException {
        Files.writeString(Files.createDirectories(dir.resolve("7")).resolve("comm"), "tick-1\n");
        List<Integer> asked = new ArrayList<>();
        Urgency urgency = new Urgency(dir, (thread, policy, priority) -> {
            asked.add(policy);
            return 0;
        });
        urgency.run();
        urgency.run();
        assertEquals(List.of(0x40000002), asked);
    }

    /** Whether this machine lets this user; chrt(1) asks for the same. */
    private static boolean allowed() throws Exception {
        Process asked = new ProcessBuilder("chrt", "--rr", "1", "true").start();
        assertTrue(asked.waitFor(10, TimeUnit.SECONDS));
        return asked.exitValue() == 0;
    }

    private ExecutorService thread(String name) throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor(work -> new Thread(work, name));
        threads.add(one);
        on(one, () -> name);
        return one;
    }

    private static <T> T on(ExecutorService thread, Callable<T> work) throws Exception {
        return thread.submit(work).get(20, TimeUnit.SECONDS);
    }

    private static int policy(String which) {
        try {
            String stat = Files.readString(Path.of("/proc", which, "stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[POLICY]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
