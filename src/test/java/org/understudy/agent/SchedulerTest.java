package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.api.Call;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.core.Facts;
import org.understudy.driver.Drivers;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.exec.SystemCommands;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Freeze;
import org.understudy.model.JournalEntry;
import org.understudy.model.Local;
import org.understudy.model.Memory;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Self;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;
import org.understudy.wire.AskedRun;
import org.understudy.wire.Json;
import org.understudy.wire.Outcome;

/** Tasks run by the agent: when it does so by itself, and when because somebody asks. */
final class SchedulerTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final ServiceName WEB = new ServiceName("web");
    private static final Duration LOOK = Duration.ofMillis(20);

    @TempDir
    Path dir;
    @RegisterExtension
    final Crew crew = new Crew();
    private final Clock clock = Clock.system();
    private final List<JournalEntry> journal = new CopyOnWriteArrayList<>();
    private final Units units = new Units();
    private Published published;
    private ExecutorService runners;
    private Jobs jobs;
    private Unit unit;

    @BeforeEach
    void begin() {
        Cluster cluster = new Cluster("lab", List.of(NODE), List.of(), Set.of(), Duration.ZERO,
                Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        published = new Published(View.fresh(new Self(NODE, new BootId("a"), "m1",
                NodeState.IDLE, clock.now()), cluster, Memory.NONE));
        runners = crew.queue("job");
        jobs = new Jobs(runners, crew.workers("job-end", 4),
                new Chronicle(clock, NODE, journal::add),
                new Prober(units, new Inbox(), crew.workers("probe", 8)));
    }

    @AfterEach
    void nothingRunsOn() throws Exception {
        jobs.close(unit);
        assertTrue(Await.until(() -> ran("run.begin") == ran("run.end"), LOOK, in(30)));
    }

    private static Deadline in(int seconds) {
        return Deadline.in(Duration.ofSeconds(seconds));
    }

    /** A service with this task, and an application that is as said. */
    private void service(Status app, String task) throws Exception {
        Path path = Files.writeString(dir.resolve("web.conf"), "[DEFAULT]\nnodes = n1\n[app#1]\n"
                + "type = forking\nstart = /bin/true\n" + task);
        ServiceFile file = ServiceFiles.read(path, new Drivers(), NODE);
        unit = new Unit(file, Drivers.build(file, new Surroundings(NODE, new SystemCommands(),
                dir.resolve("var"), dir.resolve("run"), (service, rid, level, message) ->
                assertFalse(message.isBlank()), new Outlook(published, clock))));
        units.set(new TreeMap<>(Map.of(WEB, unit)));
        View loaded = Facts.after(published.round().view(),
                new Event.Loaded(List.of(file.service())), clock.now());
        publish(Facts.after(loaded, new Event.Probed(WEB, new TreeMap<>(Map.of(
                new Rid("app#1"), new ResourceStatus(app, "app")))), clock.now()));
    }

    private void publish(View view) {
        published.publish(new Published.Round(view, published.round().decision()));
    }

    private void change(java.util.function.UnaryOperator<Local> change) {
        publish(published.round().view().with(WEB, change));
    }

    private void freeze() {
        change(local -> local.with(local.kept().frozen(Optional.of(
                new Freeze("root@n1", "", clock.now(), Optional.empty())))));
    }

    private void tick() {
        publish(published.round().view().at(clock.now()));
        new Scheduler(units, published, jobs, clock).run();
    }

    private long ran(String event) {
        return journal.stream().filter(entry -> entry.event().equals(event)).count();
    }

    /** How many runs were begun, once those are over that were handed out by now. */
    private long begun() throws Exception {
        runners.submit(() -> LOOK).get(60, TimeUnit.SECONDS);
        return ran("run.begin");
    }

    private JournalEntry ended() throws InterruptedException {
        assertTrue(Await.until(() -> ran("run.end") > 0, LOOK, in(30)), journal::toString);
        return journal.stream().filter(entry -> entry.event().equals("run.end")).findFirst()
                .orElseThrow();
    }

    private String due(String command) {
        return "[task#1]\nschedule = @10\ncommand = " + command + "\n";
    }

    @Test
    void dueTaskIsRunOnceWhereItsServiceIsUp() throws Exception {
        service(Status.UP, due("true"));
        tick();
        assertEquals("{service=web, rid=task#1, do=run, by=schedule, result=ok, level=INFO,"
                + " detail=exit 0}", without(ended(), "took"));
        tick();
        assertEquals(1, begun());
    }

    private static String without(JournalEntry entry, String fact) {
        Map<String, String> facts = new java.util.LinkedHashMap<>(entry.facts());
        facts.remove(fact);
        return facts.toString();
    }

    @Test
    void nothingIsRunWhereTheServiceIsNotUpOrFrozenOrBusyOrTheTaskDisabled() throws Exception {
        for (Status app : List.of(Status.DOWN, Status.WARN, Status.UNDEF)) {
            service(app, due("true"));
            tick();
        }
        service(Status.UP, due("true"));
        freeze();
        tick();
        service(Status.UP, due("true"));
        change(local -> local.with(local.kept().frozen(Optional.empty()))
                .doing(Monitor.STOPPING, clock.now(), ""));
        tick();
        change(local -> local.doing(Monitor.IDLE, clock.now(), ""));
        service(Status.UP, due("true") + "disable = true\n");
        tick();
        assertEquals(0, begun());
    }

    @Test
    void failedOneIsNotTriedAtEveryLook() throws Exception {
        service(Status.UP, "[task#1]\nschedule = @1s\ncommand = exit 3\n");
        Scheduler scheduler = new Scheduler(units, published, jobs, clock);
        scheduler.run();
        assertEquals("failed", ended().facts().get("result"));
        assertTrue(Await.until(() -> unit.resources().jobs().get(new Rid("task#1"))
                .isDue(clock.wall().atZone(java.time.ZoneId.systemDefault())), LOOK, in(20)));
        assertTrue(Await.until(() -> !jobs.isRunning(new Jobs.Key(WEB, new Rid("task#1"))), LOOK,
                in(20)));
        scheduler.run();
        assertEquals(1, begun());
    }

    @Test
    void personRunsOneAlsoWhileItIsFrozenAndGetsItsEnd() throws Exception {
        service(Status.UP, "[task#1]\ncommand = true\n[task#2]\ncommand = exit 4\n");
        freeze();
        JobDesk desk = new JobDesk(published, units, jobs, clock);
        assertThrows(Refusal.class, () -> ask(desk));
        Outcome good = ask(desk, "task#1");
        assertEquals("reached task#1: exit 0", end(desk, good));
        Outcome bad = ask(desk, "task#2");
        assertEquals("failed task#2: exit 4: expected exit 0, got exit 4", end(desk, bad));
        assertEquals("root@n1", ended().facts().get("by"));
    }

    @Test
    void whatCannotBeRunNowIsRefusedWithItsReason() throws Exception {
        service(Status.DOWN, "[task#1]\ncommand = true\n");
        JobDesk desk = new JobDesk(published, units, jobs, clock);
        Outcome refused = ask(desk, "task#1");
        assertEquals("refused task#1: it is down here: it runs where its service is up",
                words(refused));
        assertThrows(Refusal.class, () -> ask(desk, "task#9"));
        assertThrows(Refusal.class, () -> desk.outcome("nobody", Duration.ZERO));
        service(Status.UP, "[task#1]\ncommand = true\ndisable = true\n");
        assertTrue(assertThrows(Refusal.class, () -> ask(desk, "task#1")).getMessage()
                .contains("disabled"));
    }

    @Test
    void taskThatAsksIsRunOnlyAfterAYes() throws Exception {
        service(Status.UP, "[task#1]\ncommand = true\nconfirmation = true\nschedule = @1s\n");
        tick();
        JobDesk desk = new JobDesk(published, units, jobs, clock);
        Outcome first = ask(desk, "task#1");
        assertEquals("confirm", first.state());
        assertEquals(List.of("web task#1 will be run; it asks for a confirmation"),
                first.follows());
        assertEquals(0, begun());
        assertEquals("reached task#1: exit 0", end(desk, desk.ask(local(), call(new AskedRun("run",
                List.of(), List.of("task#1"), false, true)))));
    }

    @Test
    void secondRunIsRefusedAndAStopOfTheServiceEndsTheFirst() throws Exception {
        service(Status.UP, "[task#1]\ncommand = sleep 600\n");
        JobDesk desk = new JobDesk(published, units, jobs, clock);
        Outcome first = ask(desk, "task#1");
        assertEquals("pending", desk.outcome(first.id(), Duration.ofMillis(50)).state());
        assertEquals("refused task#1: it runs already", words(ask(desk, "task#1")));
        assertTrue(Await.until(() -> unit.resources().jobs().get(new Rid("task#1")).isRunning(),
                LOOK, in(20)));
        jobs.close(unit);
        assertTrue(end(desk, first).contains("ended"));
        assertEquals("refused task#1: its service is being stopped", words(ask(desk, "task#1")));
        jobs.open(WEB);
        assertEquals("pending", ask(desk, "task#1").state());
    }

    private Local local() {
        return published.round().view().services().get(WEB);
    }

    private Outcome ask(JobDesk desk, String... rids) {
        return desk.ask(local(), call(new AskedRun("run", List.of(), List.of(rids), false,
                false)));
    }

    private static String words(Outcome outcome) {
        return outcome.state() + " " + outcome.detail();
    }

    private static Call call(AskedRun asked) {
        return new Call("POST", "/v1/services/web/runs", Map.of(), new String(Json.encode(asked),
                StandardCharsets.UTF_8), 0);
    }

    private static String end(JobDesk desk, Outcome begun) throws InterruptedException {
        assertEquals("pending", begun.state(), begun::toString);
        Outcome end = desk.outcome(begun.id(), Duration.ofSeconds(30));
        return end.state() + " " + end.detail();
    }
}
