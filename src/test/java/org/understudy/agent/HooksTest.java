package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.Hook;
import org.understudy.exec.Command;
import org.understudy.exec.Result;
import org.understudy.exec.SystemCommands;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;
import org.understudy.wire.HookEvent;
import org.understudy.wire.Json;

/** Hooks that are real scripts: good ones, slow ones, failing ones, and more events than runs. */
@Timeout(120)
final class HooksTest {
    @TempDir
    Path dir;

    private final ManualClock clock = new ManualClock();
    private final BlockingQueue<JournalEntry> journal = new LinkedBlockingQueue<>();
    /** What each run said, and how it ended. */
    private final BlockingQueue<Result> runs = new LinkedBlockingQueue<>();
    private Hooks hooks;
    private Chronicle chronicle;

    @AfterEach
    void end() {
        hooks.close();
    }

    private void hook(String script, String events, Duration timeout, int perMinute,
            Duration throttle) throws IOException {
        Path file = Files.writeString(dir.resolve("script"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        hooks = new Hooks(List.of(new Hook("hook#mail", List.of(events.split(",")),
                List.of(file.toString(), "an arg"), timeout, perMinute, throttle)),
                this::run, clock);
        chronicle = new Chronicle(clock, new NodeName("n1"), hooks.after(journal::add));
        hooks.begin(chronicle);
    }

    private Result run(Command command) throws InterruptedException {
        Result result = new SystemCommands().run(command);
        runs.add(result);
        return result;
    }

    private static HookEvent read(Result result) {
        assertTrue(result.ok(), result.summary());
        return Json.decode(result.out().getBytes(StandardCharsets.UTF_8), HookEvent.class);
    }

    private Result nextRun() throws InterruptedException {
        Result result = runs.poll(60, TimeUnit.SECONDS);
        assertNotNull(result, "no run");
        return result;
    }

    private JournalEntry entry(String event) throws InterruptedException {
        for (JournalEntry next = journal.poll(60, TimeUnit.SECONDS); next != null;
                next = journal.poll(60, TimeUnit.SECONDS)) {
            if (next.event().equals(event)) {
                return next;
            }
        }
        throw new AssertionError("no " + event);
    }

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void theEventIsOnStdin() throws Exception {
        hook("cat", "service.*,fence.end", LONG, 60, Duration.ZERO);
        chronicle.write("peer.silent", "peer", "n2");
        chronicle.write("fence.end", "peer", "n2", "result", "confirmed, \"now\"");
        chronicle.write("instance.changed", "service", "web", "was", "up", "avail", "stdby up");
        HookEvent fence = read(nextRun());
        assertEquals("hook#mail fence.end n1", fence.hook() + " " + fence.event() + " "
                + fence.node());
        assertEquals("confirmed, \"now\"", fence.facts().get("result"));
        HookEvent service = read(nextRun());
        assertEquals("service.stdby_up", service.event());
        assertEquals("web", service.facts().get("service"));
        assertEquals(0, service.leftOut());
    }

    @Test
    void whatWouldNotFitIntoThePipeIsCut() throws Exception {
        hook("cat", "*", LONG, 60, Duration.ZERO);
        Object[] facts = new Object[80];
        for (int i = 0; i < facts.length; i += 2) {
            facts[i] = "fact" + i;
            facts[i + 1] = "ß".repeat(9_000);
        }
        chronicle.write("resource.log", facts);
        HookEvent cut = read(nextRun());
        assertTrue(cut.facts().get("fact0").endsWith("ß…"), cut.facts().get("fact0"));
        assertEquals(40, cut.facts().size());
    }

    @Test
    void aSlowOneIsEndedAndDelaysNobody() throws Exception {
        hook("sleep 300", "*", Duration.ofMillis(300), 600, Duration.ZERO);
        long begin = System.nanoTime();
        for (int i = 0; i < 5_000; i++) {
            chronicle.write("step.begin", "service", "web" + i);
        }
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 30);
        assertEquals(Result.Ending.KILLED, nextRun().ending());
        JournalEntry failed = entry("hook.failed");
        assertEquals("step.begin", failed.facts().get("event"));
        assertTrue(failed.facts().get("detail").startsWith("killed at its deadline"),
                failed.facts().toString());
    }

    @Test
    void oneThatFailsIsToldOnceAMinuteAndMakesNoEventsOfItsOwn() throws Exception {
        hook("echo no mail >&2; exit 3", "*", LONG, 60, Duration.ZERO);
        for (int i = 0; i < 5; i++) {
            chronicle.write("run.end", "service", "web");
            nextRun();
        }
        JournalEntry first = entry("hook.failed");
        assertEquals("exit 3: no mail", first.facts().get("detail"));
        assertEquals("1", first.facts().get("times"));
        clock.pass(Duration.ofSeconds(61));
        chronicle.write("run.end", "service", "web");
        String times = entry("hook.failed").facts().get("times");
        assertTrue(List.of("4", "5").contains(times), times); // the fifth may be judged late
        nextRun();
        assertEquals(0, runs.size());
    }

    @Test
    void whatIsTooMuchIsLeftOutAndCounted() throws Exception {
        hook("cat", "*", LONG, 3, Duration.ZERO);
        for (int i = 0; i < 10; i++) {
            chronicle.write("run.begin", "service", "web" + i);
        }
        for (int i = 0; i < 3; i++) {
            read(nextRun());
        }
        clock.pass(Duration.ofSeconds(61));
        chronicle.write("run.end", "service", "web");
        long told = read(nextRun()).leftOut();
        JournalEntry left = entry("hook.left_out");
        assertTrue(told <= 7 && Long.parseLong(left.facts().get("count")) <= 7, left.toString());
        assertTrue(left.facts().get("why").startsWith("more than 3 a minute"), left.toString());
    }

    @Test
    void theSameIsToldOnceInAWhile() throws Exception {
        hook("cat", "service.down", LONG, 60, Duration.ofMinutes(10));
        for (String service : List.of("web", "web", "db", "web")) {
            chronicle.write("instance.changed", "service", service, "avail", "down");
        }
        assertEquals("web", read(nextRun()).facts().get("service"));
        assertEquals("db", read(nextRun()).facts().get("service"));
        clock.pass(Duration.ofMinutes(11));
        chronicle.write("instance.changed", "service", "web", "avail", "down");
        assertEquals("web", read(nextRun()).facts().get("service"));
        assertEquals(0, runs.size());
    }

    @Test
    void aProgramThatIsNotThereIsAFailure() throws Exception {
        hook("true", "*", LONG, 60, Duration.ZERO);
        Files.delete(dir.resolve("script"));
        chronicle.write("run.end", "service", "web");
        assertTrue(entry("hook.failed").facts().get("detail").startsWith("cannot be run"));
    }
}
