package org.understudy.agent;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the threads that beat, hear and decide real-time priority, so that they run at once on a
 * machine whose processors are busy; see sched(7). They use little of them. What such a thread
 * starts does not inherit it. Where the kernel refuses, all goes on without.
 */
final class Urgency implements Runnable {
    static final Duration PERIOD = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Urgency.class);
    /** How their names begin; VM Thread is the JVM's own, which collects garbage. */
    private static final List<String> URGENT = List.of("beat-", "ucast-receiver",
            "mcast-receiver", "disk-", "relay-", "tick", "loop", "pill", "VM Thread");
    private static final int SCHED_RR = 2;
    private static final int SCHED_RESET_ON_FORK = 0x40000000;
    private static final int LOWEST = 1;

    private final Path tasks;
    private final Libc libc;
    private Set<String> urgent = Set.of();
    private boolean refused;

    /** What is used of the C library. */
    interface Libc extends Library {
        int sched_setscheduler(int thread, int policy, byte[] priority) throws LastErrorException;
    }

    /** @param tasks {@code /proc/self/task} */
    Urgency(Path tasks, Libc libc) {
        this.tasks = tasks;
        this.libc = libc;
    }

    /** Of this process, by the C library; empty of effect where there is no way to call it. */
    static Urgency own() {
        Libc libc;
        try {
            libc = Native.load("c", Libc.class);
        } catch (LinkageError e) {
            libc = (thread, policy, priority) -> {
                throw new LastErrorException("no way to call C: " + e.getMessage());
            };
        }
        return new Urgency(Path.of("/proc/self/task"), libc);
    }

    /** Looks for threads that are new; links may be opened again at any time. */
    @Override
    public void run() {
        Set<String> now = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
            for (Path task : all) {
                String id = task.getFileName().toString();
                if (urgent.contains(id) || isUrgent(task) && raised(id)) {
                    now.add(id);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("threads.unread detail=\"{}\"", e.toString());
        }
        if (urgent.isEmpty() && !now.isEmpty()) {
            LOG.info("threads.realtime count={}", now.size());
        }
        urgent = now;
    }

    /** One that ends meanwhile is none, whatever the kernel says of it by then. */
    private static boolean isUrgent(Path task) {
        try {
            String name = Files.readString(task.resolve("comm"));
            return URGENT.stream().anyMatch(name::startsWith);
        } catch (IOException ended) {
            return false;
        }
    }

    private boolean raised(String id) {
        try {
            libc.sched_setscheduler(Integer.parseInt(id), SCHED_RR | SCHED_RESET_ON_FORK,
                    ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder())
                            .putInt(LOWEST).array());
            return true;
        } catch (LastErrorException e) {
            if (!refused) {
                refused = true;
                LOG.warn("threads.no_realtime detail=\"{}\" effect=\"on a busy machine beats may be"
                        + " late\"", e.getMessage());
            }
            return false;
        }
    }
}
