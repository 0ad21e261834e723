package org.understudy.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.journal.HybridClock;
import org.understudy.journal.Journal;
import org.understudy.journal.Limits;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;
import org.understudy.wire.JournalLine;

/** A real journal on a real socket, and callers of all kinds. */
@Timeout(120)
final class EventStreamTest implements Routes {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String EVENTS = "GET /v1/events?after=%d HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    Path dir;

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private Path socket;
    private Journal journal;
    private ApiServer server;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        socket = dir.resolve("agent.sock");
        journal = new Journal(dir.resolve("journal"), ZoneId.of("UTC"), Limits.NODE,
                new HybridClock(() -> 1));
        server = new ApiServer(socket, this, any -> true, Duration.ofMillis(200));
        server.start();
        client = new ApiClient(socket);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        pool.shutdownNow();
        journal.close();
    }

    @Override
    public Reply answer(Call call) {
        return Reply.ok("\"well\"");
    }

    @Override
    public Optional<Feed> feed() {
        return Optional.of(new JournalFeed(journal));
    }

    @Test
    void tellsWhatWasAndThenWhatComesWithoutAGap() throws Exception {
        write(300, "a");
        Future<List<JournalLine>> told = pool.submit(() -> taken("?after=7", 593));
        write(300, "b");
        assertEquals(LongStream.rangeClosed(8, 600).boxed().toList(),
                told.get().stream().map(JournalLine::number).toList());
    }

    @Test
    void tellsOfTheWantedServiceAlone() throws Exception {
        for (int i = 0; i < 150; i++) {
            write(1, "a");
            write(1, i == 149 ? "b" : "a");
        }
        assertEquals(300, taken("?after=0&services=b", 1).get(0).number());
    }

    @Test
    void isReadableAsTextWithHeartbeats() throws Exception {
        write(1, "web");
        try (TestSocket one = new TestSocket(socket)) {
            one.send(String.format(EVENTS, 0));
            String text = one.until("\n:\n\n");
            assertTrue(text.startsWith("HTTP/1.1 200 OK\r\n"), text);
            assertTrue(text.contains("Content-Type: text/event-stream\r\n"), text);
            assertTrue(text.contains("id: 1\nevent: resource.log\ndata: {\"number\":1,"), text);
        }
    }

    @Test
    void fiftyCallersAreAllToldAndOthersAnsweredMeanwhile() throws Exception {
        List<Callable<List<JournalLine>>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(() -> taken("?after=0", 500));
        }
        List<Future<List<JournalLine>>> all = calls.stream().map(pool::submit).toList();
        await().atMost(SOON).until(() -> server.streams() == 50);
        write(500, "a");
        assertEquals("\"well\"", client.get("/v1/x", SOON).json());
        for (Future<List<JournalLine>> one : all) {
            assertEquals(500, one.get().get(499).number());
        }
        await().atMost(SOON).until(() -> server.streams() == 0);
    }

    @Test
    void callerThatReadsNothingIsCutOffAndAnotherIsNot() throws Exception {
        try (TestSocket deaf = new TestSocket(socket)) {
            deaf.send(String.format(EVENTS, 0));
            await().atMost(SOON).until(() -> server.streams() == 1);
            Future<Reply> other = pool.submit(() -> client.follow("/v1/events?after=0", SOON,
                    line -> line.number() < 6000));
            await().atMost(SOON).until(() -> server.streams() == 2);
            for (int i = 0; i < 60; i++) {
                write(100, "x".repeat(1000));
            }
            assertEquals(200, other.get().status());
            await().atMost(SOON).until(() -> server.streams() == 0);
            assertTrue(deaf.all().length() < 3_000_000);
        }
    }

    @Test
    void callerThatHangsUpIsForgotten() throws Exception {
        TestSocket one = new TestSocket(socket);
        one.send(String.format(EVENTS, 0));
        await().atMost(SOON).until(() -> server.streams() == 1);
        one.close();
        await().atMost(SOON).until(() -> server.streams() == 0);
    }

    @Test
    void oneMoreThanThereMayBeIsRefusedUntilAnotherEnds() throws Exception {
        List<TestSocket> all = new ArrayList<>();
        for (int i = 0; i < EventStreams.MOST; i++) {
            all.add(new TestSocket(socket).send(String.format(EVENTS, 0)));
        }
        await().atMost(SOON).until(() -> server.streams() == EventStreams.MOST);
        Reply refused = client.follow(EventStreams.PATH, SOON, line -> true);
        assertEquals(503, refused.status());
        assertTrue(refused.json().contains("expected 64 event streams at most"), refused.json());
        all.get(0).close();
        await().atMost(SOON).until(() -> server.streams() < EventStreams.MOST);
        write(1, "a");
        assertEquals(1, taken("?after=0", 1).size());
        for (TestSocket one : all) {
            one.close();
        }
    }

    @Test
    void wrongNumberIsAProblem() throws Exception {
        Reply refused = client.follow("/v1/events?after=x", SOON, line -> true);
        assertEquals(400, refused.status());
    }

    @Test
    void endsWithTheAgent() throws Exception {
        Future<Reply> end = pool.submit(() -> client.follow("/v1/events", SOON, line -> true));
        await().atMost(SOON).until(() -> server.streams() == 1);
        server.close();
        assertEquals(200, end.get().status());
    }

    private List<JournalLine> taken(String query, int count) throws ApiException {
        List<JournalLine> lines = new ArrayList<>();
        client.follow("/v1/events" + query, SOON, line -> {
            lines.add(line);
            return lines.size() < count;
        });
        return lines;
    }

    private void write(int count, String service) {
        for (int i = 0; i < count; i++) {
            journal.append(new JournalEntry(Instant.EPOCH, new NodeName("n1"), "resource.log",
                    Map.of("service", service)));
        }
    }
}
