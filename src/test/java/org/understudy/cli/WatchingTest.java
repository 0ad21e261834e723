package org.understudy.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code svcmon -w} where no terminal is: a process whose text somebody reads. */
@Timeout(120)
final class WatchingTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private final List<Process> begun = new ArrayList<>();
    private LiveAgent agent;

    @BeforeEach
    void begin() throws IOException {
        agent = new LiveAgent(dir);
    }

    @AfterEach
    void end() throws Exception {
        for (Process one : begun) {
            one.destroyForcibly().waitFor();
        }
        agent.close();
    }

    @Test
    void showsTheTableOncePerChangeAlsoAfterTheAgentWasAway() throws Exception {
        Process watch = started(agent.svcmon("-w", "-i", "1s"));
        BufferedReader out = watch.inputReader();
        assertEquals("up", next(out));
        agent.is("down", true);
        assertEquals("down", next(out));
        agent.end();
        await().atMost(SOON).until(() -> said().contains("waits for the agent"));
        agent.is("warn", false);
        agent.begin();
        assertEquals("warn", next(out));
        assertEquals(1, said().lines().count(), said());
        out.close();
        await().atMost(SOON).until(() -> {
            agent.flips();
            return !watch.isAlive();
        });
        assertEquals(0, watch.exitValue());
    }

    /** As {@code svcmon -w | head -3} does; nothing changes meanwhile. */
    @Test
    void endsAtOnceWhenNobodyReadsItAnyMore() throws Exception {
        Process watch = started(agent.svcmon("-w", "-i", "10m"));
        BufferedReader out = watch.inputReader();
        assertEquals("up", next(out));
        assertFalse(watch.waitFor(1500, TimeUnit.MILLISECONDS), "it goes on while it is read");
        out.close();
        assertTrue(watch.waitFor(SOON.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, watch.exitValue());
    }

    @Test
    void theCommandThatIsTypedMostLoadsNothingOfAllThis() throws Exception {
        List<String> command = agent.svcmon();
        command.add(1, "-verbose:class");
        String classes = new String(started(command).getInputStream().readAllBytes());
        assertTrue(classes.contains("org.understudy.cli.SvcmonTable"), classes);
        assertFalse(classes.contains("org.jline"));
        assertFalse(classes.contains("org.understudy.cli.Watching"));
    }

    @Test
    void whatHasNoMeaningIsRefused() throws Exception {
        refused("--interval: expected 1s or more, got 10ms", "-w", "-i", "10ms");
        refused("--color: expected auto, always or never, got red", "-w", "--color=red");
        refused("--watch: expected no --format beside it", "-w", "--format", "json");
        refused("nope: expected a service of this node", "-w", "-s", "nope");
    }

    private void refused(String words, String... args) throws Exception {
        Process process = started(agent.svcmon(args));
        assertTrue(process.waitFor() > 0);
        assertTrue(said().contains(words), said());
    }

    /** The status of the service in the next table. */
    private static String next(BufferedReader out) throws IOException {
        String line = out.readLine();
        while (!line.startsWith("web ")) {
            line = out.readLine();
        }
        String[] words = line.split(" +");
        return words[words.length - 2];
    }

    private String said() throws IOException {
        return Files.readString(dir.resolve("err"));
    }

    private Process started(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(dir.resolve("err").toFile()).start();
        begun.add(process);
        return process;
    }
}
