package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.wire.MemoryCodec;

/** What outlives the agent, in one file that is replaced whole; the loop never waits for it. */
final class MemoryFile {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Path path;
    private final Clock clock;
    /** One after the other; whoever comes writes the latest. */
    private final ExecutorService writer = Threads.few("memory", 1);
    private final AtomicReference<Memory> latest = new AtomicReference<>();
    private volatile Memory written;
    private volatile String trouble = "";
    private final AtomicBoolean again = new AtomicBoolean();

    MemoryFile(Path var, Clock clock) {
        this.path = var.resolve("memory.json");
        this.clock = clock;
    }

    /**
     * What was kept; nothing on a fresh node.
     *
     * @throws IOException if the file is there and cannot be used: what it said must not be lost
     */
    Memory read() throws IOException {
        if (Files.notExists(path)) {
            return Memory.NONE;
        }
        try {
            return MemoryCodec.decode(Files.readString(path), this::moment);
        } catch (IllegalArgumentException e) {
            throw new IOException(path + ": expected what the agent itself wrote, got: "
                    + e.getMessage() + "; it holds who froze what: repair it or move it away", e);
        }
    }

    /** Has it written, soon. */
    void keep(Memory memory) {
        latest.set(memory);
        writer.execute(this::write);
    }

    /** Waits until what was to be kept is on disk; what went wrong, empty when nothing did. */
    String settled(Duration limit) throws InterruptedException {
        Future<?> done = writer.submit(() -> { });
        try {
            done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return trouble;
        } catch (TimeoutException | ExecutionException e) {
            return "not on disk within " + limit.toMillis() + "ms";
        }
    }

    /** What a restart of this agent would forget. Whoever looks has it tried again. */
    Optional<String> notice() {
        String wrong = trouble;
        if (!wrong.isEmpty() && again.compareAndSet(false, true)) {
            writer.execute(() -> {
                try {
                    write();
                } finally {
                    again.set(false);
                }
            });
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(path + " cannot be written, so a"
                + " restart of this agent forgets who froze what since then: " + wrong);
    }

    /** Before an action that must be remembered; a full disk does not stop it, but is told. */
    void before(Chronicle chronicle) throws InterruptedException {
        String wrong = settled(PATIENCE);
        if (!wrong.isEmpty()) {
            chronicle.write("memory.failed", "file", path, "detail", wrong);
        }
    }

    private void write() {
        Memory memory = latest.get();
        if (memory == written) {
            trouble = "";
            return;
        }
        try {
            Durable.write(path, MemoryCodec.encode(memory, this::wall)
                    .getBytes(StandardCharsets.UTF_8));
            written = memory;
            trouble = "";
        } catch (IOException e) {
            trouble = e.toString();
        }
    }

    private long wall(Moment moment) {
        return clock.wall().plus(moment.since(clock.now())).toEpochMilli();
    }

    private Moment moment(long wall) {
        return clock.now().plus(Duration.between(clock.wall(),
                Instant.ofEpochMilli(wall)));
    }
}
