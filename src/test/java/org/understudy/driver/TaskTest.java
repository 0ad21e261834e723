package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Await;
import org.understudy.exec.SystemCommands;
import org.understudy.model.Status;

/** Tasks with real processes; none of it needs root. */
@Covers("task")
class TaskTest implements JobContract {
    private static final Duration LOOK = Duration.ofMillis(20);

    @TempDir
    Path dir;
    private final Fixture.Watched watched = new Fixture.Watched();
    private Job last;

    private Job task(String text) {
        last = Fixture.job(dir, new SystemCommands(), watched, "[task#1]\n" + text);
        return last;
    }

    private Job underDefaults(String defaults, String text) {
        last = Fixture.job(dir, new SystemCommands(), watched,
                "[DEFAULT]\nnodes = n1\n" + defaults + "[task#1]\n" + text);
        return last;
    }

    @Override
    public Job job() {
        return task("command = echo x >> " + dir.resolve("ran") + "\n");
    }

    @Override
    public Job slow() {
        return task("command = sleep 600\n");
    }

    @Override
    public Fixture.Watched watched() {
        return watched;
    }

    @Override
    public String machine() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.map(Path::toString).sorted().collect(Collectors.joining("\n"));
        }
    }

    @AfterEach
    void nothingRunsOn() throws Exception {
        if (last != null) {
            last.stop(Fixture.in(30));
        }
    }

    private String run(Job job) throws InterruptedException {
        return job.run(Job.Order.ALL, Fixture.in(60));
    }

    private String failure(Job job) {
        return assertThrows(DriverException.class, () -> run(job)).getMessage();
    }

    private Status status(Job job) throws Exception {
        return job.status(Fixture.in(5)).status();
    }

    private List<String> messages(Job job) throws Exception {
        return job.status(Fixture.in(5)).messages();
    }

    @Test
    void saysHowItsLastRunEnded() throws Exception {
        Path code = Files.writeString(dir.resolve("code"), "0");
        Job job = task("check = last_run\ncommand = echo done; exit `cat " + code + "`\n");
        assertEquals(Status.NA, status(job));
        assertEquals(List.of(), messages(job));
        assertEquals("exit 0", run(job));
        assertEquals(Status.UP, status(job));
        assertEquals(List.of("last run 2026-03-02 05:00:00: exit 0"), messages(job));
        assertTrue(watched.said.contains("INFO done"), watched.said::toString);
        Files.writeString(code, "3");
        assertTrue(failure(job).endsWith("expected exit 0, got exit 3"));
        assertEquals(Status.DOWN, status(job));
        assertEquals(List.of("last run failed (3)"), messages(job));
        watched.up = false;
        assertEquals(Status.NA, status(job));
    }

    @Test
    void warnsOfNothingUnlessItIsToBeChecked() throws Exception {
        Job job = task("command = exit 3\nlog = false\n");
        failure(job);
        assertEquals(Status.NA, status(job));
        assertEquals(List.of("last run failed (3)"), messages(job));
    }

    @Test
    void stopEndsARunWithItsChildren() throws Exception {
        Job job = task("command = sleep 600 & echo $! > " + dir.resolve("child") + "; wait\n");
        CompletableFuture<String> run = begun(job);
        assertTrue(Await.until(() -> dir.resolve("child").toFile().length() > 0
                && job.isRunning(), Duration.ofMillis(20), Fixture.in(20)));
        assertEquals(List.of("running since 2026-03-02 05:00:00"), messages(job));
        assertTrue(job.stop(Fixture.in(30)));
        assertFalse(job.isRunning());
        ExecutionException ended = assertThrows(ExecutionException.class,
                () -> run.get(30, TimeUnit.SECONDS));
        assertTrue(ended.getCause().getMessage().endsWith("no exit code: it was ended"));
        long child = Long.parseLong(Files.readString(dir.resolve("child")).strip());
        assertTrue(Await.until(() -> !Background.lives(child), Duration.ofMillis(20),
                Fixture.in(10)));
        assertFalse(job.stop(Fixture.in(5)));
    }

    @Test
    void runThatTakesTooLongIsEndedAndHasFailed() throws Exception {
        Job job = task("timeout = 1s\ncheck = last_run\ncommand = sleep 600\n");
        assertTrue(failure(job).endsWith("got no end within 1s"));
        assertFalse(job.isRunning());
        assertEquals(List.of("last run failed (no end within 1s)"), messages(job));
    }

    /** Another life of the agent has other objects, and the same files. */
    @Test
    void runOfAnEarlierLifeIsWaitedForAndNotDoubled() throws Exception {
        Path gate = dir.resolve("gate");
        String text = "command = echo x >> " + dir.resolve("ran") + "; until test -e " + gate
                + "; do sleep 0.1; done\n";
        CompletableFuture<String> first = begun(task(text));
        Job again = task(text);
        assertTrue(Await.until(() -> again.isRunning() && Files.exists(dir.resolve("ran")),
                Duration.ofMillis(20), Fixture.in(20)));
        assertFalse(again.isDue(watched.now.plusYears(1)));
        CompletableFuture<String> second = new CompletableFuture<>();
        Thread other = new Thread(() -> {
            try {
                second.complete(run(again));
            } catch (InterruptedException | RuntimeException e) {
                second.completeExceptionally(e);
            }
        });
        other.start();
        assertTrue(Await.until(() -> other.getState() == Thread.State.TIMED_WAITING,
                Duration.ofMillis(5), Fixture.in(20)), "it waits for the first one");
        Files.createFile(gate);
        assertEquals("exit 0", second.get(30, TimeUnit.SECONDS));
        assertEquals("exit 0", first.get(30, TimeUnit.SECONDS));
        assertEquals("x\n", Files.readString(dir.resolve("ran")));
    }

    @Test
    void runThatEndedWhileNobodyWatchedIsKnownAfterwards() throws Exception {
        Path gate = dir.resolve("gate");
        Job job = task("check = last_run\ncommand = until test -e " + gate
                + "; do sleep 0.1; done; exit 5\n");
        Runner agent = Runner.of(() -> job.run(Job.Order.ALL, Fixture.in(300)));
        launched();
        agent.interrupt();
        assertEquals(InterruptedException.class, agent.thrown().getClass());
        Files.createFile(gate);
        assertTrue(Await.until(() -> !job.isRunning(), Duration.ofMillis(20), Fixture.in(20)));
        assertEquals(Status.DOWN, status(job));
        assertEquals(List.of("last run failed (5)"), messages(job));
    }

    @Test
    void isDueByItsScheduleOnceInEachInterval() throws Exception {
        Job job = task("schedule = @10\ncommand = true\n");
        assertTrue(job.isDue(watched.now));
        run(job);
        assertFalse(job.isDue(watched.now.plusMinutes(9)));
        assertTrue(job.isDue(watched.now.plusMinutes(10)));
        assertFalse(task("command = true\n").isDue(watched.now));
        assertTrue(underDefaults("run_schedule = 05:00\n", "command = true\n")
                .isDue(watched.now.plusDays(1)));
        assertFalse(underDefaults("run_schedule = 05:00\n",
                "command = true\nconfirmation = true\n").isDue(watched.now.plusDays(1)));
    }

    @Test
    void failureLeadsToItsCommand() {
        Path told = dir.resolve("told");
        failure(task("command = exit 2\non_error = echo $OPENSVC_RID > " + told + "\n"));
        assertTrue(Files.exists(told));
    }

    @Test
    void requirementsAndTriggersAreThoseOfARun() throws Exception {
        Path order = dir.resolve("order");
        Job job = task("command = echo run >> " + order + "\nblocking_pre_run = echo pre >> "
                + order + "\npost_run = echo post >> " + order + "\n");
        run(job);
        assertEquals(List.of("pre", "run", "post"), Files.readAllLines(order));
        assertTrue(failure(task("command = true\nrun_requires = impossible\n"))
                .contains("run_requires = impossible"));
        assertTrue(failure(task("command = touch " + dir.resolve("ran")
                + "\nblocking_pre_run = false\n")).contains("blocking_pre_run"));
        assertFalse(Files.exists(dir.resolve("ran")));
    }

    /** What cannot be remembered would be run again and again. */
    @Test
    void isNotRunWhenThatCannotBeWrittenDown() throws Exception {
        Files.createDirectories(dir.resolve("var"));
        Files.writeString(dir.resolve("var/web"), "in the way");
        assertThrows(RuntimeException.class,
                () -> run(task("command = touch " + dir.resolve("ran") + "\n")));
        assertFalse(Files.exists(dir.resolve("ran")));
        Files.delete(dir.resolve("var/web"));
    }

    @Test
    void interruptedWaitLeavesTheRunToTheNextLife() throws Exception {
        Job job = task("command = sleep 600\n");
        Runner waiting = Runner.of(() -> job.run(Job.Order.ALL, Fixture.in(300)));
        launched();
        waiting.interrupt();
        assertEquals(InterruptedException.class, waiting.thrown().getClass());
        assertTrue(job.isRunning());
    }

    @Test
    void stopEndsARunThatIsStillInItsTrigger() throws Exception {
        Path begun = dir.resolve("begun");
        Job job = task("command = touch " + dir.resolve("ran") + "\nblocking_pre_run = touch "
                + begun + "; sleep 600\n");
        Runner runner = Runner.of(() -> run(job));
        assertTrue(Await.until(() -> Files.exists(begun), LOOK, Fixture.in(30)));
        assertEquals(List.of("running"), messages(job));
        assertTrue(job.stop(Fixture.in(30)));
        assertFalse(job.isRunning());
        Throwable thrown = runner.thrown();
        assertTrue(thrown.getMessage().endsWith("it was ended half-way"), thrown::toString);
        assertFalse(Files.exists(dir.resolve("ran")));
        assertEquals(List.of(), messages(job), "it was never begun");
    }

    /** What was decided before a long trigger is asked again after it. */
    @Test
    void isNotLaunchedWhenItsServiceIsStoppedMeanwhile() throws Exception {
        Path begun = dir.resolve("begun");
        Path gate = dir.resolve("gate");
        Job job = task("command = touch " + dir.resolve("ran") + "\nblocking_pre_run = touch "
                + begun + "; until test -e " + gate + "; do sleep 0.1; done\n");
        Runner runner = Runner.of(() -> run(job));
        assertTrue(Await.until(() -> Files.exists(begun), LOOK, Fixture.in(30)));
        watched.up = false;
        Files.createFile(gate);
        Throwable thrown = runner.thrown();
        assertTrue(thrown.getMessage().contains("web to be up on this node"), thrown::toString);
        assertFalse(Files.exists(dir.resolve("ran")));
    }

    /** Its process runs, by its own record. */
    private void launched() throws InterruptedException {
        assertTrue(Await.until(() -> Files.exists(dir.resolve("var/web/task.1.pid"))
                && last.isRunning(), LOOK, Fixture.in(30)));
    }

    private CompletableFuture<String> begun(Job job) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return run(job);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
