package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.fence.Fence;
import org.understudy.fence.Fence.Verdict;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;
import org.understudy.wire.FenceReport;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.ServiceStatus;

/** A fence device that does not work is known before anybody needs it. */
final class FenceTestsTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final NodeStatus ROW =
            new NodeStatus("n2", "alive", "idle", "", List.of(), "");

    private final List<JournalEntry> written = Collections.synchronizedList(new ArrayList<>());
    private final Chronicle chronicle = new Chronicle(Clock.system(), N1, written::add);
    private final ExecutorService workers = Threads.few("fence-test", 2);
    private volatile Fence.Test answer = new Fence.Test(Verdict.WORKS, "its power is on");
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile int asked;

    private final Fence device = new Fence() {
        @Override
        public Outcome fence(NodeName node, Deadline deadline) {
            throw new AssertionError("a test switches nothing off");
        }

        @Override
        public Test test(NodeName node, Deadline deadline) throws InterruptedException {
            asked++;
            gate.await(30, TimeUnit.SECONDS);
            return answer;
        }

        @Override
        public List<String> lacks() {
            return List.of();
        }
    };
    private final FenceTests tests = new FenceTests(new TreeMap<>(Map.of(N2,
            new FenceTests.Tested(device, Duration.ofMillis(1)))), workers, chronicle,
            Clock.system());

    @AfterEach
    void end() {
        workers.shutdownNow();
    }

    @Test
    void eachChangeIsWrittenDownOnce() throws Exception {
        assertEquals(FenceReport.WORKS, turn().result());
        assertEquals(FenceReport.WORKS, turn().result());
        assertEquals(List.of(), tests.notices(service("n1", "n2")));
        answer = new Fence.Test(Verdict.FAILS, "wrong password");
        assertEquals(new FenceReport("n2", FenceReport.FAILS, "wrong password", List.of()),
                turn());
        turn();
        answer = new Fence.Test(Verdict.WORKS, "its power is on");
        turn();
        assertEquals(List.of("works", "fails", "works"), written.stream()
                .map(entry -> entry.facts().get("result")).toList());
        assertEquals("wrong password", written.get(1).facts().get("detail"));
    }

    @Test
    void everyStatusOfAServiceThatNeedsItSaysSo() throws Exception {
        answer = new Fence.Test(Verdict.FAILS, "wrong password");
        turn();
        List<String> notes = tests.notices(service("n1", "n2"));
        assertTrue(notes.size() == 1 && notes.get(0).matches(
                "the fence of n2 fails its test since .*: wrong password"), notes::toString);
        assertEquals(List.of(), tests.notices(service("n1", "n3")));
        assertTrue(tests.on(ROW).fence().startsWith("fails its test since "));
        assertEquals("", tests.on(new NodeStatus("n3", "alive", "idle", "", List.of(), ""))
                .fence());
    }

    @Test
    void oneThatCannotBeTestedIsNoAlertAndSaysSo() throws Exception {
        answer = new Fence.Test(Verdict.UNTESTED, "no test_cmd");
        turn();
        assertEquals(List.of(), tests.notices(service("n1", "n2")));
        assertEquals("not tested: no test_cmd", tests.on(ROW).fence());
    }

    @Test
    void oneThatWasTestedTooEarlyIsTestedAgainSoon() throws Exception {
        FenceTests seldom = new FenceTests(new TreeMap<>(Map.of(N2,
                new FenceTests.Tested(device, Duration.ofHours(1)))), workers, chronicle,
                Clock.system());
        answer = new Fence.Test(Verdict.FAILS, "no network yet");
        seldom.run();
        assertEquals(FenceReport.FAILS, seldom.report(N2, Deadline.in(Duration.ofSeconds(30)))
                .result());
        answer = new Fence.Test(Verdict.WORKS, "its power is on");
        assertTrue(Await.until(() -> {
            seldom.run();
            return seldom.notices(service("n1", "n2")).isEmpty();
        }, Duration.ofMillis(100), Deadline.in(Duration.ofSeconds(30))), "not once in 30 s");
        assertEquals(2, asked);
    }

    @Test
    void oneThatGoesOnFailingIsNotAskedMoreOftenThanOneThatWorks() {
        Duration every = Duration.ofMinutes(10);
        Fence.Test fails = new Fence.Test(Verdict.FAILS, "wrong password");
        Fence.Test untested = new Fence.Test(Verdict.UNTESTED, "not heard yet");
        assertEquals(List.of(5L, 10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L),
                pauses(fails, every));
        assertEquals(List.of(5L, 10L, 20L, 40L, 60L, 60L, 60L, 60L, 60L),
                pauses(untested, every));
        assertEquals(List.of(5L, 10L, 10L), pauses(fails, Duration.ofSeconds(10)).subList(0, 3));
    }

    private static List<Long> pauses(Fence.Test test, Duration every) {
        List<Long> seconds = new ArrayList<>();
        Duration pause = FenceTests.PERIOD;
        for (int n = 0; n < 9; n++) {
            pause = FenceTests.pause(test.verdict(), every, n == 0 ? FenceTests.PERIOD
                    : pause.multipliedBy(2));
            seconds.add(pause.toSeconds());
        }
        return seconds;
    }

    @Test
    void oneThatHangsIsAskedOnceAndHoldsNobodyUp() throws Exception {
        gate = new CountDownLatch(1);
        tests.run();
        tests.run();
        assertTrue(tests.begin(N2));
        assertEquals(FenceReport.PENDING, tests.report(N2, Deadline.in(Duration.ofMillis(50)))
                .result());
        gate.countDown();
        assertEquals(FenceReport.WORKS, tests.report(N2, Deadline.in(Duration.ofSeconds(30)))
                .result());
        assertEquals(1, asked);
    }

    private FenceReport turn() throws InterruptedException {
        assertTrue(tests.begin(N2));
        return tests.report(N2, Deadline.in(Duration.ofSeconds(30)));
    }

    private static ServiceStatus service(String... nodes) {
        return new ServiceStatus("web", "n1", "TST", "ha", false, "idle", "up", "up", Map.of(),
                List.of(), "", "", List.of(nodes).stream().map(node -> new ServiceStatus.Peer(
                        node, "alive", "up", "idle", false)).toList());
    }
}
