package org.understudy.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.api.ApiClient;
import org.understudy.api.ApiServer;
import org.understudy.api.Call;
import org.understudy.api.Feed;
import org.understudy.api.Reply;
import org.understudy.api.Routes;
import org.understudy.journal.Journals;
import org.understudy.journal.Limits;
import org.understudy.model.Cluster;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;
import org.understudy.wire.Shapes;

/** {@code svcmgr logs -f} and {@code timeline --follow}, beside an agent that writes, and goes. */
@Timeout(120)
final class LogsTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final NodeName N1 = new NodeName("n1");
    private static final Cluster ALONE = new Cluster("lab", List.of(N1), List.of(), Set.of(),
            Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);

    @TempDir
    Path dir;

    private final List<Process> begun = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Journals journals;

    /** What the agent answers about its journal. */
    private record Told(JournalAnswers journal) implements Routes {
        @Override
        public Reply answer(Call call) {
            try {
                return Reply.ok(Shapes.write(call.path().equals("/v1/journal")
                        ? journal.lines(call) : journal.timeline(call)));
            } catch (Refusal wrong) {
                return wrong.reply();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Optional<Feed> feed() {
            return Optional.of(journal);
        }
    }

    private AutoCloseable agent() throws IOException {
        return agent(dir.resolve("agent.sock"));
    }

    private AutoCloseable agent(Path socket) throws IOException {
        Journals life = new Journals(ALONE, N1, new Journals.Place(dir.resolve("journal"),
                ZoneOffset.UTC, Limits.NODE, Limits.NODE, () -> 1));
        ApiServer server = new ApiServer(socket,
                new Told(new JournalAnswers(life, null, new ManualClock())));
        server.start();
        journals = life;
        AutoCloseable both = () -> {
            server.close();
            life.close();
        };
        open.add(both);
        return both;
    }

    @AfterEach
    void end() throws Exception {
        for (Process one : begun) {
            one.destroyForcibly().waitFor();
        }
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void goesOnAfterTheAgentsRestartAndEndsWithTheSignal() throws Exception {
        AutoCloseable first = agent();
        write("web", "mount /srv");
        write("db", "another's");
        Process logs = logs("-s", "web", "logs", "-f");
        BufferedReader out = logs.inputReader();
        assertEquals("1970-01-01 00:00:00 INFO    WEB.FS#1    mount /srv", out.readLine());
        write("web", "second");
        assertTrue(out.readLine().endsWith("second"));
        first.close();
        open.remove(first);
        await().atMost(SOON).until(() -> said().contains("waits for the agent"));
        agent();
        write("db", "another's");
        write("web", "third");
        assertTrue(out.readLine().endsWith("third"));
        assertEquals("svcmgr: the agent has ended; waits for the agent, then goes on after line 3"
                + "\n", said());
        interrupt(logs);
        assertTrue(logs.waitFor(40, TimeUnit.SECONDS));
        assertEquals(130, logs.exitValue());
    }

    @Test
    void timelineGoesOnWhereItWasWhenTheNextAgentIsThere() throws Exception {
        AutoCloseable first = agent();
        write("web", "before");
        Process logs = logs("-s", "web", "timeline", "--follow", "--format=json");
        BufferedReader out = logs.inputReader();
        assertTrue(out.readLine().contains("before"));
        for (int i = 0; i < 20; i++) {
            write("web", "told " + i);
            assertTrue(out.readLine().contains("told " + i));
        }
        first.close();
        open.remove(first);
        await().atMost(SOON).until(() -> said().contains("waits for the agent"));
        AutoCloseable unseen = agent(dir.resolve("other.sock"));
        write("db", "another's");
        write("web", "while nobody answered");
        unseen.close();
        open.remove(unseen);
        agent();
        assertTrue(out.readLine().contains("while nobody answered"));
        write("web", "after");
        assertTrue(out.readLine().contains("after"));
        assertEquals(1, said().lines().count(), said());
        interrupt(logs);
        assertTrue(logs.waitFor(40, TimeUnit.SECONDS));
        assertEquals(130, logs.exitValue());
    }

    @Test
    void placeInTheTimelineIsWhatTheAnswerBeforeSaid() throws Exception {
        agent();
        ApiClient client = new ApiClient(dir.resolve("agent.sock"));
        for (String wrong : List.of("7", "n1", "n1:x", "n1:7,", "")) {
            Reply refused = client.get("/v1/timeline?after=" + wrong, SOON);
            assertEquals(400, refused.status(), wrong);
            assertTrue(refused.json().contains("such as n1:7,n2:9"), refused.json());
        }
        write("web", "first");
        write("web", "second");
        Reply known = client.get("/v1/timeline?after=n1:1,n7:3", SOON);
        assertTrue(known.json().startsWith("{\"last\":{\"n1\":2},"), known.json());
        assertTrue(known.json().contains("second") && !known.json().contains("first"));
        assertTrue(client.get("/v1/timeline?after=n1:900", SOON).json().contains("first"));
    }

    @Test
    void endsWhenNobodyReadsItAnyMore() throws Exception {
        agent();
        write("web", "first");
        Process logs = logs("logs", "-f", "--format=json");
        BufferedReader out = logs.inputReader();
        assertTrue(out.readLine().startsWith("{\"number\":1,"));
        out.close();
        await().atMost(SOON).until(() -> {
            write("web", "more");
            return !logs.isAlive();
        });
        assertEquals(0, logs.exitValue());
        assertEquals("", said());
    }

    private static void interrupt(Process process) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start()
                .waitFor());
    }

    private String said() throws IOException {
        return Files.readString(dir.resolve("err"));
    }

    /** Whoever runs these tests in the background may have it ignore interrupts. */
    private Process logs(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"),
                "-Dunderstudy.socket=" + dir.resolve("agent.sock"),
                "org.understudy.cli.Svcmgr"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(dir.resolve("err").toFile()).start();
        begun.add(process);
        return process;
    }

    private void write(String service, String message) {
        journals.own().append(new JournalEntry(Instant.EPOCH, N1, "resource.log",
                Map.of("service", service, "rid", "fs#1", "level", "info", "message", message)));
    }
}
