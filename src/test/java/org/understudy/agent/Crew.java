package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Threads of a test, which have ended before the test's directory is removed under them. */
final class Crew implements AfterEachCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<ExecutorService> pools = new ArrayList<>();
    private final List<MemoryFile> memories = new ArrayList<>();

    ExecutorService workers(String name, int most) {
        ExecutorService pool = Threads.workers(name, most);
        pools.add(pool);
        return pool;
    }

    /** One after the other, in the order in which they come. */
    ExecutorService queue(String name) {
        ExecutorService pool = Threads.few(name, 1);
        pools.add(pool);
        return pool;
    }

    MemoryFile memory(Path var, Clock clock) {
        MemoryFile memory = new MemoryFile(var, clock);
        memories.add(memory);
        return memory;
    }

    /** The last first: it hands work to those before it. */
    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        Collections.reverse(pools);
        for (ExecutorService pool : pools) {
            pool.shutdown();
            assertTrue(pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS),
                    "a thread goes on after the test: " + pool);
        }
        for (MemoryFile memory : memories) {
            memory.settled(PATIENCE);
        }
    }
}
