package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Deadline;
import org.understudy.fence.Fence;
import org.understudy.model.Event;
import org.understudy.model.FenceResult;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;

/** Nobody who waits for a node to be off waits for anything else. */
final class FencerTest {
    private static final NodeName N2 = new NodeName("n2");

    @TempDir
    private Path dir;
    @RegisterExtension
    final Crew crew = new Crew();
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    private final CountDownLatch hangs = new CountDownLatch(1);

    /** Its device hangs when it is to switch the node on again. */
    private final Fence device = new Fence() {
        @Override
        public Outcome fence(NodeName node, Deadline deadline) {
            return new Outcome(FenceResult.CONFIRMED, "off", Optional.of(() -> {
                hangs.await(60, TimeUnit.SECONDS);
                return "ordered on";
            }));
        }

        @Override
        public Test test(NodeName node, Deadline deadline) {
            throw new AssertionError("it is not tested");
        }

        @Override
        public List<String> lacks() {
            return List.of();
        }
    };

    @Test
    void offIsToldBeforeItIsSwitchedOnAgain() throws Exception {
        Chronicle chronicle = new Chronicle(Clock.system(), N2, told::add);
        new Fencer(Map.of(N2, device), crew.workers("fence", 2), told::add,
                crew.memory(dir, Clock.system()), chronicle).fence(N2);
        assertEquals(new Event.Fenced(N2, FenceResult.CONFIRMED, "off"),
                told.poll(30, TimeUnit.SECONDS));
        hangs.countDown();
        JournalEntry entry = (JournalEntry) told.poll(30, TimeUnit.SECONDS);
        assertEquals("fence.reboot", entry.event());
        assertEquals("ordered on", entry.facts().get("detail"));
    }
}
