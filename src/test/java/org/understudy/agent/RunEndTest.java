package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.api.Call;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.core.Facts;
import org.understudy.driver.Drivers;
import org.understudy.driver.Job;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Await;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.exec.SystemCommands;
import org.understudy.model.Action;
import org.understudy.model.BootId;
import org.understudy.model.Choice;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.JournalEntry;
import org.understudy.model.Local;
import org.understudy.model.Memory;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Self;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;
import org.understudy.wire.Asked;
import org.understudy.wire.AskedPart;
import org.understudy.wire.Json;
import org.understudy.wire.Outcome;
import org.understudy.wire.Selection;

/** By whatever a service ends on a node, its runs end first: real processes, real stops. */
@Timeout(180)
final class RunEndTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final ServiceName WEB = new ServiceName("web");
    private static final Rid TASK = new Rid("task#1");
    private static final Rid SYNC = new Rid("sync#1");
    private static final String RUNS = "[task#1]\ncommand = echo $$ > DIR/pid; exec sleep 600\n";

    @TempDir
    Path dir;
    @RegisterExtension
    final Crew crew = new Crew();
    private final Clock clock = Clock.system();
    private final Inbox inbox = new Inbox();
    private final Units units = new Units();
    private final List<JournalEntry> journal = new CopyOnWriteArrayList<>();
    private final Chronicle chronicle = new Chronicle(clock, NODE, journal::add);
    private Commands commands = new SystemCommands();
    private Published published;
    private Jobs jobs;
    private Workers workers;

    @BeforeEach
    void begin() throws Exception {
        Cluster cluster = new Cluster("lab", List.of(NODE), List.of(), Set.of(), Duration.ZERO,
                Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        published = new Published(View.fresh(new Self(NODE, new BootId("a"), "m1",
                NodeState.IDLE, clock.now()), cluster, Memory.NONE));
        Prober prober = new Prober(units, inbox, crew.workers("probe", 8));
        MemoryFile memory = crew.memory(dir, clock);
        jobs = new Jobs(crew.workers("job", 4), crew.workers("job-end", 4), chronicle, prober);
        workers = new Workers(units, new Walk.Surroundings(prober, inbox,
                crew.workers("worker", 8), chronicle, published, memory, clock),
                new Fencer(new TreeMap<>(), crew.workers("fence", 2), inbox, memory, chronicle),
                new Reset(chronicle, Files.createFile(dir.resolve("trigger"))), jobs);
    }

    @AfterEach
    void nothingRunsOn() throws Exception {
        jobs.close(units.find(WEB).orElseThrow());
        assertEquals(Set.of(), jobs.running());
    }

    /** In force from now on, and up. */
    private Unit service(String text) throws Exception {
        Path path = Files.writeString(dir.resolve("web.conf"), ("[DEFAULT]\nnodes = n1 n2\n"
                + app(1) + app(2) + text).replace("DIR", dir.toString()));
        ServiceFile file = ServiceFiles.read(path, new Drivers(), NODE);
        Unit unit = new Unit(file, Drivers.build(file, new Surroundings(NODE,
                command -> commands.run(command), dir.resolve("var"), dir.resolve("run"),
                chronicle::heard, new Outlook(published, clock))));
        units.set(new TreeMap<>(Map.of(WEB, unit)));
        publish(Facts.after(published.round().view(),
                new Event.Loaded(List.of(file.service())), clock.now()));
        apps(Status.UP);
        return unit;
    }

    private static String app(int number) {
        String up = "DIR/" + number + ".up\n";
        return "[app#" + number + "]\ntype = forking\nstart = touch " + up + "stop = rm -f " + up
                + "check = test -e " + up;
    }

    private void apps(Status status) throws Exception {
        for (int number = 1; number <= 2; number++) {
            Files.writeString(dir.resolve(number + ".up"), "");
        }
        publish(Facts.after(published.round().view(), new Event.Probed(WEB, new TreeMap<>(Map.of(
                new Rid("app#1"), new ResourceStatus(status, "one"),
                new Rid("app#2"), new ResourceStatus(status, "two")))), clock.now()));
    }

    private void publish(View view) {
        published.publish(new Published.Round(view, published.round().decision()));
    }

    /** A run of the task, which is a process by now. */
    private long begun(Unit unit) throws Exception {
        assertEquals("", jobs.begin(unit, TASK, Job.Order.ALL, "root@n1").refused());
        Path pid = dir.resolve("pid");
        await(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
        return Long.parseLong(Files.readString(pid).strip());
    }

    private void await(Check check) throws Exception {
        assertTrue(Await.until(() -> {
            try {
                return check.holds();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, Duration.ofMillis(20), Deadline.in(Duration.ofSeconds(60))), journal::toString);
    }

    /** Something that is waited for. */
    private interface Check {
        boolean holds() throws IOException;
    }

    /** What nobody has collected yet does not. */
    private static boolean lives(long pid) {
        try {
            return !Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }

    private String ended() throws InterruptedException {
        Event event = inbox.take();
        while (!(event instanceof Event.Ended)) {
            event = inbox.take();
        }
        return ((Event.Ended) event).detail();
    }

    private int at(String event, String rid) {
        for (int i = 0; i < journal.size(); i++) {
            JournalEntry entry = journal.get(i);
            if (entry.event().equals(event) && rid.equals(entry.facts().get("rid"))) {
                return i;
            }
        }
        throw new AssertionError("no " + event + " of " + rid + " in " + journal);
    }

    @Test
    void stopOfAPartEndsThemBeforeItsFirstStep() throws Exception {
        long pid = begun(service(RUNS));
        Choice first = new Choice(List.of(new Rid("app#1")), false);
        workers.partial(new Action.Partial(WEB, Action.Partial.Way.STOP, first, "r1", true));
        assertEquals("", ended());
        assertFalse(lives(pid));
        assertTrue(at("run.end", "task#1") < at("step.begin", "app#1"), journal::toString);
        assertTrue(journal.toString().contains("its run is to end: its service is stopped"));
    }

    @Test
    void startOfAPartEndsNone() throws Exception {
        long pid = begun(service(RUNS));
        Choice first = new Choice(List.of(new Rid("app#1")), false);
        workers.partial(new Action.Partial(WEB, Action.Partial.Way.START, first, "r1", true));
        assertEquals("", ended());
        assertTrue(lives(pid));
    }

    /** The drivers that are in force at the stop have begun nothing. */
    @Test
    void stopEndsWhatAnEarlierFileBegan() throws Exception {
        for (String next : List.of(RUNS + "timeout = 1h\n", "")) {
            Files.deleteIfExists(dir.resolve("pid"));
            long pid = begun(service(RUNS));
            service(next);
            workers.stop(new Action.Stop(WEB, false));
            assertEquals("", ended());
            assertFalse(lives(pid), next);
        }
    }

    @Test
    void runThatAnEarlierLifeBeganEndsToo() throws Exception {
        Unit earlier = service(RUNS);
        long pid = begun(earlier);
        Unit now = service(RUNS);
        Jobs young = new Jobs(crew.workers("job", 4), crew.workers("job-end", 4), chronicle,
                new Prober(units, inbox, crew.workers("probe", 8)));
        young.close(now);
        assertFalse(lives(pid));
    }

    @Test
    void runEndsWhereItsServiceWentDownByItself() throws Exception {
        long pid = begun(service(RUNS));
        Scheduler scheduler = new Scheduler(units, published, jobs, clock);
        for (Status unclear : List.of(Status.WARN, Status.UNDEF)) {
            apps(unclear);
            scheduler.end();
            assertFalse(journal.toString().contains("its run is to end"));
        }
        apps(Status.DOWN);
        scheduler.end();
        scheduler.end();
        await(() -> jobs.running().isEmpty());
        assertFalse(lives(pid));
        assertTrue(journal.toString().contains("its run is to end: its service is down here"));
    }

    /** It is told to end before it has begun anything that could be ended. */
    @Test
    void oneThatIsAboutToBeginDoesNotBegin() throws Exception {
        Unit unit = service("[task#1]\ncommand = touch DIR/ran\nblocking_pre_run = sleep 600\n");
        for (int times = 0; times < 5; times++) {
            jobs.begin(unit, TASK, Job.Order.ALL, "root@n1");
            jobs.close(unit);
            assertEquals(Set.of(), jobs.running());
            assertEquals("its service is being stopped",
                    jobs.begin(unit, TASK, Job.Order.ALL, "root@n1").refused());
            jobs.open(WEB);
        }
        assertFalse(Files.exists(dir.resolve("ran")));
    }

    @Test
    void operatorEndsOneRunAndNothingElse() throws Exception {
        long pid = begun(service(RUNS + "[task#2]\ncommand = true\n"));
        JobDesk desk = new JobDesk(published, units, jobs, clock);
        assertEquals(Optional.empty(), desk.end(local(), part("stopped", false, "task", "app#1")));
        assertEquals(Optional.empty(), desk.end(local(), part("started", false, "task#1")));
        assertEquals("abort --rid: expected some of [task#1, task#2], got [app#1]; without --rid"
                + " it ends the action that runs", assertThrows(IllegalArgumentException.class,
                        () -> desk.end(local(), part("aborted", false, "app#1"))).getMessage());
        assertEquals("plan [task#1: its run would be ended]",
                told(desk, part("aborted", true, "task#1")));
        Outcome whole = desk.running(local(), asked("aborted", false),
                new Outcome("1", "pending", "local", ""));
        assertEquals(List.of("task#1 runs on; svcmgr -s web abort --rid task#1 ends it"),
                whole.follows());
        assertTrue(lives(pid));
        assertEquals("reached [task#1: its run is ended, task#2: it does not run here]",
                told(desk, part("aborted", false, "task")));
        assertFalse(lives(pid));
        assertTrue(journal.toString().contains("its run is to end: by root@n1"));
        Files.delete(dir.resolve("pid"));
        long second = begun(units.find(WEB).orElseThrow());
        assertEquals("reached [task#1: its run is ended]",
                told(desk, part("stopped", false, "task#1")));
        assertFalse(lives(second));
    }

    private Local local() {
        return published.round().view().services().get(WEB);
    }

    private String told(JobDesk desk, Call call) throws InterruptedException {
        Outcome outcome = desk.end(local(), call).orElseThrow();
        return outcome.state() + " " + outcome.follows();
    }

    private static Asked asked(String goal, boolean dry) {
        return new Asked(goal, "", "local", "", 0, false, dry);
    }

    private static Call part(String goal, boolean dry, String... rids) {
        return new Call("POST", "/v1/services/web/parts", Map.of(), new String(Json.encode(
                new AskedPart(asked(goal, dry), new Selection(List.of(rids), List.of(), List.of(),
                        List.of(), "", false, false))), StandardCharsets.UTF_8), 0);
    }

    /** What hangs takes neither the others' time nor more than all of them have together. */
    @Test
    void allEndAtOnceAndWhatDoesNotIsNamed() throws Exception {
        StringBuilder text = new StringBuilder("[task#4]\ncommand = true\nblocking_pre_run ="
                + " sleep 600\n");
        for (int number = 1; number <= 3; number++) {
            text.append("[task#" + number + "]\ncommand = sleep 600\n");
        }
        CountDownLatch mended = new CountDownLatch(1);
        commands = command -> command.argv().get(0).equals("kill") ? deaf(mended, command)
                : new SystemCommands().run(command);
        Unit unit = service(text.toString());
        SortedMap<Rid, Jobs.Underway> runs = new TreeMap<>();
        unit.resources().jobs().forEach((rid, job) -> runs.put(rid, new Jobs.Underway(job,
                jobs.begin(unit, rid, Job.Order.ALL, "root@n1").end().orElseThrow(),
                new AtomicBoolean())));
        for (int number = 1; number <= 3; number++) {
            Path pid = dir.resolve("var/web/task." + number + ".pid");
            await(() -> Files.exists(pid));
        }
        long begin = System.nanoTime();
        SortedMap<Rid, String> left = new Endings(crew.workers("ender", 8), chronicle,
                Duration.ofSeconds(4)).of(WEB, runs, "its service is stopped");
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        mended.countDown();
        assertEquals("[task#1, task#2, task#3]", left.keySet().toString());
        assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, took::toString);
        assertTrue(journal.toString().contains("its run goes on: no answer within 4.0s"));
    }

    /** As into a dead device. */
    private static Result deaf(CountDownLatch mended, Command command)
            throws InterruptedException {
        boolean over = false;
        while (!over) {
            try {
                over = mended.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException deaf) {
                assertFalse(over);
            }
        }
        return new SystemCommands().run(command);
    }

    /** The real rsync, which goes by ssh to this machine as if to another. */
    @Test
    @Tag("lab")
    void copyUnderwayWritesNoMoreOnceAPartIsStopped() throws Exception {
        Path source = Files.createDirectory(dir.resolve("source"));
        Files.write(source.resolve("big"), new byte[16 << 20]);
        Path ssh = Files.writeString(Files.createDirectory(dir.resolve("bin")).resolve("ssh"),
                "#!/bin/sh\nuntil [ \"$1\" = n2 ]; do shift; done; shift; exec sh -c \"$*\"\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
        commands = command -> new SystemCommands().run(command.as(by(command.argv())));
        Unit unit = service("[sync#1]\nsrc = " + source + "/\ndst = " + dir + "/copy\ntarget ="
                + " nodes\nbwlimit = 64\n");
        assertEquals("", jobs.begin(unit, SYNC, new Job.Order(Set.of("nodes"), true), "root@n1")
                .refused());
        await(() -> rsyncs() > 0 && Files.exists(dir.resolve("copy")));
        service("[task#1]\ncommand = true\n");
        Choice first = new Choice(List.of(new Rid("app#1")), false);
        workers.partial(new Action.Partial(WEB, Action.Partial.Way.STOP, first, "r1", true));
        assertEquals("", ended());
        assertEquals(0, rsyncs());
        assertFalse(Files.exists(dir.resolve("copy/big")), "no whole copy");
    }

    private List<String> by(List<String> argv) {
        List<String> all = new ArrayList<>(List.of("env", "PATH=" + dir.resolve("bin")
                + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"));
        all.addAll(argv);
        return all;
    }

    private long rsyncs() {
        return ProcessHandle.allProcesses().filter(one -> one.info().commandLine().orElse("")
                .contains(dir.toString())).filter(one -> one.info().commandLine().orElse("")
                        .contains("rsync")).count();
    }
}
