package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.api.Timeout;
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
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Self;
import org.understudy.model.Status;
import org.understudy.model.View;

/** Calls that never return, as into a dead device, and workers that are all taken. */
@Timeout(180)
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
    void aStepThatNeverReturnsIsAFailureAndNothingIsDoneBesideIt() throws Exception {
        Unit unit = unit("start_timeout = 1s\n", this::hang);
        Walk.Surroundings around = around(crew.workers("worker", 8));
        List<String> wrong = start(unit, around);
        assertEquals(List.of("app#1: no answer, long after its limit, and it hangs"), wrong);
        assertEquals(Status.UNDEF, stepped());
        int begun = hanging.get();
        List<String> again = start(unit, around);
        assertTrue(again.toString().matches("\\[app#1: its start hangs, given up .* ago: nothing is"
                + " done beside it]"), again::toString);
        assertEquals(begun + 1, hanging.get(), "but the look after it");
        never.countDown();
        assertTrue(Await.until(() -> !start(unit, around).toString().contains("hangs"),
                Duration.ofMillis(100), Deadline.in(Duration.ofSeconds(60))));
    }

    /** A mount that hangs is in no table yet, and may come all the same. */
    @Test
    void whatHangsIsNotToldToBeDown() throws Exception {
        Rid rid = new Rid("app#1");
        AtomicInteger commands = new AtomicInteger();
        Unit unit = unit("start_timeout = 1s\n", command -> commands.incrementAndGet() == 2
                ? hang(command) : new Result(Result.Ending.EXITED, 1, "", "", Duration.ZERO));
        start(unit, around(crew.workers("worker", 8)));
        assertEquals(Status.UNDEF, stepped());
        ResourceStatus found = prober.read(unit).get(rid);
        assertEquals(Status.UNDEF, found.status());
        assertTrue(found.messages().get(0).startsWith("its start hangs, given up "),
                found::toString);
        never.countDown();
        assertTrue(Await.until(() -> prober.read(unit).get(rid).status() == Status.DOWN,
                Duration.ofMillis(100), Deadline.in(Duration.ofSeconds(60))));
    }

    @Test
    void aStepThatOverranIsEnded() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        Unit unit = unit("start_timeout = 1s\n", command -> {
            try {
                begun.incrementAndGet();
                never.await();
            } catch (InterruptedException told) {
                ended.incrementAndGet();
                throw told;
            }
            return new Result(Result.Ending.EXITED, 1, "", "", Duration.ZERO);
        });
        assertEquals(List.of("app#1: no answer, long after its limit"),
                start(unit, around(crew.workers("worker", 8))));
        assertEquals(1, ended.get(), "the step; the look after it still hangs");
        assertEquals(2, begun.get());
    }

    /** The first of them hangs; the others are told at once, too. */
    @Test
    void stepsInParallelAreEndedAtOnce() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(2);
        Unit unit = unit("subset = a\n[app#2]\ntype = forking\nsubset = a\nstart = /bin/other\n"
                + "stop = /bin/other\ncheck = /bin/other\n[subset#app:a]\nparallel = true\n",
                command -> {
                    begun.countDown();
                    if (command.argv().contains("/bin/other")) {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            told.countDown();
                            throw e;
                        }
                    }
                    return hang(command);
                });
        Walk.Surroundings around = around(crew.workers("worker", 8));
        Thread walk = new Thread(() -> start(unit, around));
        walk.start();
        assertTrue(begun.await(60, TimeUnit.SECONDS));
        walk.interrupt();
        assertTrue(told.await(9, TimeUnit.SECONDS), "not after the one that hangs");
        never.countDown();
        walk.join(60_000);
        assertFalse(walk.isAlive());
    }

    /** Five seconds for all of them, and one to end them; and no more of them the next time. */
    @Test
    void looksBeforeAStartHangAtOnceAndAreNotAddedTo() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int number = 1; number <= 8; number++) {
            text.append("[fs#" + number + "]\ntype = ext4\ndev = /dev/none" + number
                    + "\nmnt = /mnt/none" + number + "\n");
        }
        Unit unit = unit(text.toString(), this::hang);
        Walk.Surroundings around = around(crew.workers("worker", 20));
        long begin = System.nanoTime();
        assertEquals(List.of(), new Conflicts(around).of(unit,
                Plans.steps(Plans.start(unit.file().service()))));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(took.compareTo(Duration.ofSeconds(30)) < 0, took::toString);
        assertEquals(8, hanging.get());
        assertEquals(List.of(), new Conflicts(around).of(unit,
                Plans.steps(Plans.start(unit.file().service()))));
        assertEquals(8, hanging.get());
    }

    private List<String> start(Unit unit, Walk.Surroundings around) {
        return new Walk(unit, Walk.Way.START, around)
                .through(Plans.start(unit.file().service()));
    }

    private Status stepped() throws InterruptedException {
        return ((org.understudy.model.Event.Stepped) inbox.take()).status().status();
    }

    @Test
    void aStepThatWentWellHasTimeToBeSeenOnABusyMachine() throws Exception {
        AtomicInteger commands = new AtomicInteger();
        Unit unit = unit("", command -> new Result(Result.Ending.EXITED,
                exit(commands.incrementAndGet()), "", "", Duration.ZERO));
        assertEquals(List.of(), start(unit, around(crew.workers("worker", 8))));
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
        Prober patient = new Prober(units, inbox, probes, new Prober.Terms(
                Duration.ofSeconds(30), Prober.Terms.USUAL.listener()));
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
    void whatIsActedUponIsReadAtTheEndOfThat() throws Exception {
        AtomicInteger commands = new AtomicInteger();
        Unit unit = unit("", command -> new Result(Result.Ending.EXITED,
                commands.getAndIncrement(), "", "", Duration.ZERO));
        units.turn(unit.file().service().name());
        prober.begin(unit);
        prober.all();
        assertFalse(Await.until(() -> commands.get() > 0, Duration.ofMillis(50),
                Deadline.in(Duration.ofSeconds(1))));
        units.turn(unit.file().service().name());
        prober.begin(unit);
        assertEquals(Status.UP, ((org.understudy.model.Event.Probed) inbox.take()).resources()
                .get(new Rid("app#1")).status());
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
        return new Walk(unit, Walk.Way.START, around(workers));
    }

    private Walk.Surroundings around(ExecutorService workers) {
        Clock clock = Clock.system();
        Cluster cluster = new Cluster("lab", List.of(NODE), List.of(), java.util.Set.of(),
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        Published published = new Published(View.fresh(new Self(NODE, new BootId("a"), "m",
                NodeState.INIT, clock.now()), cluster, Memory.NONE));
        return new Walk.Surroundings(prober, inbox, workers,
                new Chronicle(clock, NODE, entry -> { }), published,
                crew.memory(dir, clock), clock);
    }
}
