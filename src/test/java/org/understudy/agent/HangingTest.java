package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.core.Plans;
import org.understudy.driver.Drivers;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Await;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Memory;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Rid;
import org.understudy.model.Self;
import org.understudy.model.Status;
import org.understudy.model.View;

/** Calls that never return, as into a dead device, and workers that are all taken. */
final class HangingTest {
    private static final NodeName NODE = new NodeName("n1");

    @TempDir
    Path dir;
    @RegisterExtension
    final Crew crew = new Crew();
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private final ExecutorService probes = crew.workers("probe", 8);
    private final Inbox inbox = new Inbox();
    private final Units units = new Units();
    private final Prober prober = new Prober(units, inbox, probes);

    @AfterEach
    void end() {
        never.countDown();
    }

    @Test
    void aStepThatNeverReturnsIsAFailureAndWhatItLeftUnknown() throws Exception {
        Unit unit = unit("start_timeout = 1s\n", this::hang);
        List<String> wrong = assertTimeoutPreemptively(Duration.ofSeconds(40),
                () -> walk(unit, crew.workers("worker", 8))
                        .through(Plans.start(unit.file().service())));
        assertEquals(List.of("app#1: no answer, long after its limit"), wrong);
        assertEquals(Status.UNDEF, ((org.understudy.model.Event.Stepped) inbox.take()).status()
                .status());
    }

    @Test
    void aStepThatWentWellHasTimeToBeSeenOnABusyMachine() throws Exception {
        AtomicInteger commands = new AtomicInteger();
        Unit unit = unit("", command -> new Result(Result.Ending.EXITED,
                exit(commands.incrementAndGet()), "", "", Duration.ZERO));
        ExecutorService workers = Threads.workers("worker", 8);
        assertEquals(List.of(), walk(unit, workers).through(Plans.start(unit.file().service())));
        assertEquals(Status.UP, ((org.understudy.model.Event.Stepped) inbox.take()).status()
                .status());
    }

    /** Checked, it is down; it is started, and is up; the look after the step takes long. */
    private int exit(int command) {
        try {
            return command == 1 || command > 3 && never.await(7, TimeUnit.SECONDS) ? 1 : 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReadingHasTheTimeThatItsNodeGivesIt() throws Exception {
        AtomicInteger commands = new AtomicInteger(3);
        Unit unit = unit("", command -> new Result(Result.Ending.EXITED,
                exit(commands.incrementAndGet()), "", "", Duration.ZERO));
        Prober patient = new Prober(units, inbox, probes, Duration.ofSeconds(30));
        assertEquals(Status.UP, patient.read(unit).get(new Rid("app#1")).status());
        assertEquals(Status.UNDEF, prober.read(unit).get(new Rid("app#1")).status());
    }

    @Test
    void aReadingThatHangsIsNotBegunAgain() throws Exception {
        Unit unit = unit("", this::hang);
        for (int times = 0; times < 3; times++) {
            assertEquals(Status.UNDEF, prober.read(unit).get(new Rid("app#1")).status());
        }
        assertEquals(1, hanging.get());
    }

    @Test
    void whatTookLongToReadIsLeftAloneForAsLong() throws Exception {
        AtomicInteger commands = new AtomicInteger();
        unit("", command -> {
            commands.incrementAndGet();
            Await.until(() -> false, Duration.ofMillis(50), Deadline.in(Duration.ofSeconds(2)));
            return new Result(Result.Ending.EXITED, 0, "", "", Duration.ZERO);
        });
        prober.due();
        assertTrue(inbox.take() instanceof org.understudy.model.Event.Probed);
        long read = System.nanoTime();
        assertTrue(Await.until(() -> {
            prober.due();
            return commands.get() > 1;
        }, Duration.ofMillis(50), Deadline.in(Duration.ofSeconds(60))));
        assertTrue(System.nanoTime() - read > 1_500_000_000L, "at once again");
    }

    @Test
    void noWorkerForAStepIsAFailureOfTheStep() throws Exception {
        Unit unit = unit("", command -> new Result(Result.Ending.EXITED, 0, "", "",
                Duration.ZERO));
        ExecutorService full = crew.workers("worker", 2);
        full.execute(this::await);
        full.execute(this::await);
        List<String> wrong = walk(unit, full).through(Plans.start(unit.file().service()));
        assertEquals(List.of("app#1: no worker is free"), wrong);
        assertFalse(wrong.isEmpty());
    }

    private Result hang(org.understudy.exec.Command command) {
        hanging.incrementAndGet();
        await();
        return new Result(Result.Ending.EXITED, 1, "", "", Duration.ZERO);
    }

    /** As uninterruptible as a call into the kernel. */
    private void await() {
        while (true) {
            try {
                never.await();
                return;
            } catch (InterruptedException deaf) {
                assertTrue(never.getCount() > 0);
            }
        }
    }

    private Unit unit(String more, Commands commands) throws Exception {
        Path file = Files.writeString(dir.resolve("web.conf"), "[DEFAULT]\nnodes = n1\n[app#1]\n"
                + "type = forking\nstart = /bin/true\nstop = /bin/true\ncheck = /bin/true\n"
                + more);
        ServiceFile read = ServiceFiles.read(file, new Drivers(), NODE);
        Unit unit = new Unit(read, Drivers.build(read,
                new Surroundings(NODE, commands, dir.resolve("var"), dir.resolve("run"),
                        (service, rid, level, message) -> assertFalse(message.isBlank()))));
        units.set(new TreeMap<>(java.util.Map.of(read.service().name(), unit)));
        return unit;
    }

    private Walk walk(Unit unit, ExecutorService workers) {
        Clock clock = Clock.system();
        Cluster cluster = new Cluster("lab", List.of(NODE), List.of(), java.util.Set.of(),
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        Published published = new Published(View.fresh(new Self(NODE, new BootId("a"), "m",
                NodeState.INIT, clock.now()), cluster, Memory.NONE));
        return new Walk(unit, Walk.Way.START, new Walk.Surroundings(prober, inbox, workers,
                new Chronicle(clock, NODE, entry -> { }), published,
                crew.memory(dir, clock), clock));
    }
}
