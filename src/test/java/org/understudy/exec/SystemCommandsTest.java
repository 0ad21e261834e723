package org.understudy.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemCommandsTest {
    private final SystemCommands commands = new SystemCommands();
    @TempDir
    Path dir;

    @Test
    void outputAndExitCodeComeBack() throws Exception {
        Result result = sh("echo out; echo err >&2; exit 3", 5000);
        assertEquals(Result.Ending.EXITED, result.ending());
        assertEquals(3, result.exit());
        assertEquals("out\n", result.out());
        assertEquals("err\n", result.err());
    }

    @Test
    void environmentIsAddedAndLanguageIsC() throws Exception {
        Command command = Command.of(in(5000), "/bin/sh", "-c", "echo $LANG $LC_ALL$GREETING")
                .with(Map.of("GREETING", "hello"));
        assertEquals("C hello\n", commands.run(command).out());
    }

    @Test
    void missingProgramIsAResult() throws Exception {
        Result result = commands.run(Command.of(in(5000), "no-such-program", "x"));
        assertEquals(Result.Ending.MISSING, result.ending());
        assertTrue(result.summary().contains("no-such-program"), result.summary());
        assertEquals(Result.Ending.MISSING,
                commands.run(Command.of(in(5000), dir.resolve("nope").toString())).ending());
    }

    /** A process that systemd listens to. */
    public static final class Heard {
        public static void main(String[] arguments) throws InterruptedException {
            System.out.print(new SystemCommands().run(Command.of(
                    Deadline.in(Duration.ofSeconds(30)), "env")).out());
        }
    }

    @Test
    void whatTheAgentStartsIsNotHeardInItsPlace() throws Exception {
        ProcessBuilder agent = new ProcessBuilder(ProcessHandle.current().info().command()
                .orElseThrow(), "-cp", System.getProperty("java.class.path"),
                Heard.class.getName());
        agent.environment().putAll(Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_PID", "1",
                "WATCHDOG_USEC", "1000", "GREETING", "hello"));
        Process process = agent.start();
        String said = new String(process.getInputStream().readAllBytes());
        assertTrue(said.contains("GREETING=hello\n"), said);
        assertFalse(said.contains("NOTIFY_SOCKET") || said.contains("WATCHDOG"), said);
    }

    @Test
    void whatTheAgentStartsMayBeKilledForMemoryAsAnyOther() throws Exception {
        Path score = Files.writeString(dir.resolve("score"), "-900\n");
        assertEquals(List.of("choom", "-n", "0", "--", "setpriv"),
                SystemCommands.leader(score).subList(0, 5));
        List<String> argv = new ArrayList<>(SystemCommands.leader(score));
        argv.addAll(List.of("cat", "/proc/self/oom_score_adj"));
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        assertEquals("0\n", new String(process.getInputStream().readAllBytes()));
        Files.writeString(score, "0\n");
        assertEquals("setpriv", SystemCommands.leader(score).get(0));
        assertEquals("setpriv", SystemCommands.leader(dir.resolve("none")).get(0));
    }

    /** Another process, so that it can be killed. */
    public static final class Agent {
        public static void main(String[] arguments) throws InterruptedException {
            new SystemCommands().run(Command.of(Deadline.in(Duration.ofMinutes(1)), "/bin/sh",
                    "-c", "echo $$ >" + arguments[0] + ".new; mv " + arguments[0] + ".new "
                            + arguments[0] + "; exec sleep 60"));
        }
    }

    @Test
    void aCommandEndsWithTheAgentThatRunsIt() throws Exception {
        Path file = dir.resolve("pid");
        Process agent = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "-cp", System.getProperty("java.class.path"), Agent.class.getName(),
                file.toString()).inheritIO().start();
        assertTrue(Await.until(() -> Files.exists(file), Duration.ofMillis(10), in(20_000)));
        long pid = Long.parseLong(Files.readString(file).strip());
        assertTrue(ProcessHandle.of(pid).isPresent(), "the command runs");
        agent.destroyForcibly().waitFor();
        assertTrue(Await.until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive)
                .isEmpty(), Duration.ofMillis(10), in(30_000)), "the command outlived its agent");
    }

    @Test
    void aGlanceIsOneProcessAndEndsAtItsDeadline() throws Exception {
        Result result = new SystemCommands().run(Command.glance(in(10_000), "cat",
                "/proc/self/status"));
        String parent = "PPid:\t" + ProcessHandle.current().pid() + "\n";
        assertTrue(result.out().contains(parent), result.out());
        Result late = new SystemCommands().run(Command.glance(in(300), "sleep", "60.25"));
        assertEquals(Result.Ending.KILLED, late.ending());
        assertTrue(late.took().toMillis() < 30_000, late.toString());
        assertTrue(ProcessHandle.current().children().noneMatch(child -> child.isAlive()
                && child.info().commandLine().orElse("").contains("60.25")));
        assertEquals(Result.Ending.MISSING, new SystemCommands().run(Command.glance(in(300),
                "no-such-program")).ending());
    }

    @Test
    void deadlineEndsTheWholeGroup() throws Exception {
        Path pid = dir.resolve("pid");
        Result result = sh("(trap '' TERM; sleep 60 & echo $! >" + pid + "; wait; sleep 60) & "
                + "wait", 3000);
        assertEquals(Result.Ending.KILLED, result.ending());
        assertTrue(result.took().toMillis() < 30_000, result.toString());
        assertGone(pid);
    }

    @Test
    void grandchildHoldingThePipeBlocksNobody() throws Exception {
        Path pid = dir.resolve("pid");
        Result result = sh("echo begun; sleep 120 & echo $! >" + pid, 60_000);
        assertEquals("begun\n", result.out());
        assertTrue(result.took().toMillis() < 30_000, result.toString());
        ProcessHandle.of(number(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void outputIsBounded() throws Exception {
        Result result = sh("head -c 3000000 /dev/zero | tr '\\0' x; echo end >&2", 20_000);
        assertTrue(result.ok(), result.summary());
        assertEquals(Kept.LIMIT, result.out().length());
        assertEquals("end\n", result.err());
    }

    @Test
    void interruptionEndsTheGroup() throws Exception {
        Path pid = dir.resolve("pid");
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread thread = new Thread(() -> thrown.complete(assertThrows(InterruptedException.class,
                () -> sh("sleep 60 & echo $! >" + pid + "; wait", 30_000))));
        thread.start();
        assertTrue(Await.until(() -> Files.exists(pid) && size(pid) > 0, Duration.ofMillis(5),
                in(30_000)));
        thread.interrupt();
        thread.join(30_000);
        assertTrue(thrown.isDone());
        assertGone(pid);
    }

    @Test
    void outputFileTakesAllAndItsTailComesBack() throws Exception {
        Path file = Files.writeString(dir.resolve("log"), "an older run");
        Result result = commands.run(Command.of(in(5000), "/bin/sh", "-c", "echo a; echo b >&2")
                .to(file));
        assertEquals("a\nb\n", result.out());
        assertEquals("a\nb\n", Files.readString(file));
    }

    @Test
    void nothingRunsAfterTheDeadline() throws Exception {
        Path file = dir.resolve("ran");
        assertEquals(Result.Ending.KILLED, sh("touch " + file, 0).ending());
        assertFalse(Files.exists(file));
    }

    private Result sh(String line, long millis) throws InterruptedException {
        return commands.run(Command.of(in(millis), "/bin/sh", "-c", line));
    }

    private static Deadline in(long millis) {
        return Deadline.in(Duration.ofMillis(millis));
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private static long number(Path pid) throws IOException {
        return Long.parseLong(Files.readString(pid).strip());
    }

    private static void assertGone(Path pid) throws Exception {
        long number = number(pid);
        assertTrue(Await.until(() -> !runs(number), Duration.ofMillis(20), in(30_000)),
                () -> number + " still runs");
    }

    private static boolean runs(long pid) {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }
}
