package org.understudy.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.wire.Asked;
import org.understudy.wire.Json;
import org.understudy.wire.Problem;
import org.understudy.wire.Shapes;

@Timeout(60)
final class ApiServerTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path dir;

    private final AtomicInteger uid = new AtomicInteger(Caller.UNKNOWN);
    private final CountDownLatch news = new CountDownLatch(1);
    private Path socket;
    private ApiServer server;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        socket = dir.resolve("run/agent.sock");
        server = new ApiServer(socket, this::answer);
        server.start();
        client = new ApiClient(socket);
    }

    @AfterEach
    void stop() throws IOException {
        news.countDown();
        server.close();
    }

    private Reply answer(Call call) {
        uid.set(call.uid());
        return switch (call.path()) {
            case "/v1/echo" -> Reply.ok(Shapes.write(List.of(call.method(),
                    call.query().getOrDefault("q", ""), call.body())));
            case "/v1/é b" -> Reply.ok("\"decoded\"");
            case "/v1/large" -> Reply.ok("\"" + "x".repeat(1 << 21) + "\"");
            case "/v1/ask" -> Reply.ok(Shapes.write(Json.decode(
                    call.body().getBytes(StandardCharsets.UTF_8), Asked.class)));
            case "/v1/bug" -> throw new IllegalStateException("a bug");
            case "/v1/bad" -> throw new IllegalArgumentException("name: expected a, got b");
            case "/v1/news", "/v1/slow" -> waited();
            default -> Reply.problem(404, "expected a known path, got " + call.path(), "svcmon");
        };
    }

    private Reply waited() {
        try {
            return Reply.ok(Boolean.toString(news.await(20, TimeUnit.SECONDS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.ok("null");
        }
    }

    @Test
    void whoAskedForAChangeIsToldBeforeTheEnd() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            Future<String> asked = callers.submit(() -> client.post("/v1/slow", "1", SOON).json());
            await().until(server::owesAnswers);
            server.turnAway();
            assertEquals(ApiException.Kind.NO_AGENT, assertThrows(ApiException.class,
                    () -> client.post("/v1/slow", "2", SOON)).kind());
            assertTrue(server.owesAnswers());
            news.countDown();
            assertEquals("true", asked.get(20, TimeUnit.SECONDS));
            await().until(() -> !server.owesAnswers());
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void whoWaitsForNewsIsOwedNothing() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(1);
        try {
            Future<Reply> waits = callers.submit(() -> client.get("/v1/news?wait=20", SOON));
            await().until(() -> uid.get() != Caller.UNKNOWN);
            assertFalse(server.owesAnswers());
            news.countDown();
            assertEquals(200, waits.get(20, TimeUnit.SECONDS).status());
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void answersWithTheCallersUidAndDecodedQuery() throws IOException {
        assertEquals(new Reply(200, "[\"GET\",\"a b&c\",\"\"]"),
                client.get("/v1/echo?q=a%20b%26c", SOON));
        assertEquals("\"decoded\"", client.get("/v1/%C3%A9%20b", SOON).json());
        assertEquals(Files.getAttribute(dir, "unix:uid"), uid.get());
    }

    @Test
    void passesABodyOn() throws IOException {
        assertEquals("[\"POST\",\"\",\"{\\\"a\\\":1}\"]",
                client.post("/v1/echo", "{\"a\":1}", SOON).json());
    }

    @Test
    void carriesALargeAnswer() throws IOException {
        assertEquals((1 << 21) + 2, client.get("/v1/large", SOON).json().length());
    }

    @Test
    void socketIsForRootAndItsGroupOnly() throws IOException {
        assertEquals("rw-rw----",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }

    @Test
    void bugIsAProblemAndTheNextCallIsAnswered() throws IOException {
        Reply reply = client.get("/v1/bug", SOON);
        assertEquals(500, reply.status());
        assertTrue(problem(reply).error().contains("a bug"));
        assertEquals(200, client.get("/v1/echo", SOON).status());
    }

    @Test
    void wrongValuesPathsMethodsAndBodiesAreProblems() throws IOException {
        assertEquals("name: expected a, got b", problem(client.get("/v1/bad", SOON)).error());
        assertEquals(404, client.get("/v1/nothing", SOON).status());
        Reply notJson = client.post("/v1/ask", "{\"goal\":", SOON);
        assertEquals(400, notJson.status());
        assertTrue(problem(notJson).error().startsWith("expected a Asked, got Unexpected end"),
                notJson.json());
        assertTrue(raw("DELETE /v1/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 405"));
    }

    @Test
    void othersThanRootMayOnlyLook() throws IOException {
        Path other = dir.resolve("other.sock");
        try (ApiServer strict = new ApiServer(other, this::answer, any -> false)) {
            strict.start();
            ApiClient looker = new ApiClient(other);
            Reply reply = looker.post("/v1/echo", "{}", SOON);
            assertEquals(403, reply.status());
            assertTrue(problem(reply).error().startsWith("expected root"));
            assertEquals(200, looker.get("/v1/echo", SOON).status());
        }
    }

    @Test
    void tooLargeABodyIsRefusedAnnouncedOrNot() throws IOException {
        String large = "\"" + "x".repeat(ApiHandler.MAX_BODY) + "\"";
        String head = "POST /v1/echo HTTP/1.1\r\nHost: x\r\n";
        assertTrue(raw(head + "Content-Length: " + large.length() + "\r\n\r\n")
                .startsWith("HTTP/1.1 413"));
        assertTrue(raw(head + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(large.length()) + "\r\n" + large + "\r\n")
                .startsWith("HTTP/1.1 413"));
    }

    @Test
    void garbageIsAnswered400AndOthersAreServed() throws IOException {
        assertTrue(raw("\u0001\u0002\u0003 nonsense\r\n\r\n").startsWith("HTTP/1.1 400"));
        assertTrue(raw("GET /v1/" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n")
                .startsWith("HTTP/1.1 414"));
        assertTrue(raw("GET /v1/echo HTTP/1.1\r\nHost: x\r\nA: " + "x".repeat(20_000)
                + "\r\n\r\n").startsWith("HTTP/1.1 431"));
        assertEquals(200, client.get("/v1/echo", SOON).status());
    }

    @Test
    void callersThatHangUpOrDawdleDisturbNobody() throws IOException {
        List<TestSocket> slow = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            new TestSocket(socket).send("POST /v1/echo HTTP/1.1\r\nContent-Le").close();
            new TestSocket(socket).send("GET /v1/large HTTP/1.1\r\nHost: x\r\n\r\n").close();
            slow.add(new TestSocket(socket)
                    .send("POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"));
        }
        assertEquals(200, client.get("/v1/echo", SOON).status());
        for (TestSocket one : slow) {
            one.close();
        }
    }

    @Test
    void callersThatWaitDoNotKeepOthersOut() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(30);
        try {
            List<Future<Reply>> waiting = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                waiting.add(pool.submit(() -> client.get("/v1/news?wait=10", SOON)));
            }
            for (int i = 0; i < 50; i++) {
                assertEquals(200, client.get("/v1/echo", SOON).status());
            }
            news.countDown();
            for (Future<Reply> one : waiting) {
                assertEquals(new Reply(200, "true"), one.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void fiftyCallersAtOnceAreAllAnswered() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(50);
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(() -> client.get("/v1/echo", SOON).status());
            }
            for (Future<Integer> one : pool.invokeAll(calls)) {
                assertEquals(200, one.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void secondAgentIsRefusedByName() throws IOException {
        try (ApiServer second = new ApiServer(socket, this::answer)) {
            IOException refused = assertThrows(IOException.class, second::start);
            assertTrue(refused.getMessage().contains(socket + ": another agent answers"));
        }
        assertEquals(200, client.get("/v1/echo", SOON).status());
    }

    @Test
    void deadAgentsSocketIsReplacedAnotherFileIsNot() throws IOException {
        Path old = dir.resolve("old.sock");
        try (var dead = java.nio.channels.ServerSocketChannel
                .open(java.net.StandardProtocolFamily.UNIX)) {
            dead.bind(java.net.UnixDomainSocketAddress.of(old));
        }
        assertTrue(Files.exists(old));
        try (ApiServer next = new ApiServer(old, this::answer)) {
            next.start();
            assertEquals(200, new ApiClient(old).get("/v1/echo", SOON).status());
        }
        assertFalse(Files.exists(old));
        Path file = Files.writeString(dir.resolve("precious"), "text");
        try (ApiServer next = new ApiServer(file, this::answer)) {
            assertThrows(IOException.class, next::start);
        }
        assertEquals("text", Files.readString(file));
    }

    private String raw(String text) throws IOException {
        try (TestSocket one = new TestSocket(socket)) {
            return one.send(text).all();
        }
    }

    private static Problem problem(Reply reply) {
        return Shapes.read(reply.json(), Problem.class);
    }
}
