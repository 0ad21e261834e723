package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.api.ApiClient;
import org.understudy.api.ApiServer;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.journal.Journals;
import org.understudy.journal.Limits;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Self;
import org.understudy.model.View;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Shapes;
import org.understudy.wire.StatText;

/** The description of the API against a server that answers, and against the records. */
@Timeout(60)
final class OpenApiTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String UNKNOWN = "expected a known path, got ";

    @TempDir
    Path dir;

    private Journals journals;
    private ApiServer server;
    private ApiClient client;
    private JsonNode description;
    private Published published;

    @BeforeEach
    void begin() throws IOException {
        Files.createDirectories(dir.resolve("etc/services"));
        Cluster alone = new Cluster("lab", List.of(N1), List.of(), Set.of(), Duration.ZERO,
                Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        ManualClock clock = new ManualClock();
        journals = new Journals(alone, N1, new Journals.Place(dir.resolve("journal"),
                ZoneOffset.UTC, Limits.NODE, Limits.COPY, () -> 1));
        published = new Published(View.fresh(new Self(N1, new BootId("a"), "m1",
                NodeState.IDLE, new Moment(0)), alone, Memory.NONE));
        server = new ApiServer(dir.resolve("agent.sock"), new Forwarding(new Answers(published,
                new JournalAnswers(journals, published, clock), null, null,
                new NodeAnswers(published, clock, null, null, null, null, new StatAnswers(
                        published, journals, new LinkAnswers(published, List::of, List::of)),
                        null, null),
                new FileDesk(Desks.paths(dir), N1, Witness.NONE,
                        new FilesClerk(published, null, null, null))), null));
        server.start();
        client = new ApiClient(dir.resolve("agent.sock"));
        description = new ObjectMapper().readTree(client.get("/v1/openapi.json", SOON).json());
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        journals.close();
    }

    /** Parts that are not staged here fail when they are reached; what is not there says so. */
    @Test
    void everyDescribedCallIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        int calls = 0;
        for (var path : description.get("paths").properties()) {
            for (var method : path.getValue().properties()) {
                calls++;
                Reply reply = called(method.getKey(), path.getKey());
                if (reply.json().contains(UNKNOWN)) {
                    missing.add(method.getKey() + " " + path.getKey());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(calls > 50, calls + " calls");
    }

    /** The package's own list is what the commands were written by. */
    @Test
    void everyCallThatTheCommandsUseIsDescribed() throws IOException {
        Catalogue catalogue = Catalogue.own();
        List<String> listed = Files.readAllLines(Path.of("src/main/java/org/understudy/api"
                + "/package-info.java")).stream().map(line -> line.replaceFirst("^ \\* ", ""))
                .filter(line -> line.matches("(GET |POST) /v1/.*")).map(String::strip).toList();
        assertTrue(listed.size() > 30, listed.toString());
        assertEquals(List.of(), listed.stream().filter(line -> !catalogue.has(new Call(
                line.split(" +")[0], line.split(" +")[1].split("\\?")[0], Map.of(), "", 0)))
                .toList());
    }

    @Test
    void roundsAreCounted() throws IOException {
        List<StatText> before = Shapes.list(client.get("/v1/stats", SOON).json(), StatText.class);
        assertEquals(List.of("seconds", "rounds"), before.stream().map(StatText::what).toList());
        assertEquals(0, before.get(1).count());
        published.publish(published.round());
        assertEquals(new StatText("agent", "rounds", 1), Shapes.list(client.get("/v1/stats", SOON)
                .json(), StatText.class).get(1));
    }

    @Test
    void whatWasDoneIsCountedFromTheJournals() {
        List<JournalLine> lines = new ArrayList<>();
        lines.add(line("decision", Map.of("do", "start")));
        lines.add(line("action.end", Map.of("do", "start", "result", "ok", "total", "3.4s")));
        lines.add(line("action.end", Map.of("do", "start", "result", "ok")));
        lines.add(line("action.end", Map.of("do", "stop", "result", "ok")));
        lines.add(line("action.end", Map.of("do", "start", "result", "failed")));
        lines.add(line("instance.changed", Map.of("avail", "down")));
        assertEquals(List.of("changes 1", "decisions 1", "starts 2", "stops 1", "moves 1",
                "failures 1"), StatAnswers.of("web", lines).stream()
                .map(one -> one.what() + " " + one.count()).toList());
    }

    private static JournalLine line(String event, Map<String, String> facts) {
        return new JournalLine(1, 1, "2026-03-01T14:00:00.000+01:00", "n1", event, facts);
    }

    private Reply called(String method, String template) throws IOException {
        String path = template.replaceAll("\\{\\w+\\}", "x1");
        if (path.equals("/v1/events")) {
            return client.follow(path + "?after=x", SOON, line -> false);
        }
        return method.equals("get") ? client.get(path, SOON) : client.post(path, "{", SOON);
    }

    @Test
    void whatIsNotDescribedIsNotAnswered() throws IOException {
        for (String path : List.of("/v1/services/web/requests/more", "/v1/cluster/config/more",
                "/v1/nodes/n1/vouch", "/v1", "/v2/nodes", "/v1/keywords/fs")) {
            Reply reply = client.get(path, SOON);
            assertEquals(404, reply.status(), path);
            assertTrue(reply.json().contains(UNKNOWN + "GET " + path), reply.json());
        }
        assertEquals(404, client.post("/v1/keywords", "{}", SOON).status());
    }

    @Test
    void everyShapeIsTheRecordOfItsName() throws ReflectiveOperationException {
        for (var shape : description.at("/components/schemas").properties()) {
            Map<String, String> fields = new TreeMap<>();
            Class<?> record = Class.forName("org.understudy.wire."
                    + shape.getKey().replace('.', '$'));
            for (RecordComponent part : record.getRecordComponents()) {
                fields.put(part.getName(), type(part.getGenericType()));
            }
            Map<String, String> told = new TreeMap<>();
            shape.getValue().get("properties").properties().forEach(
                    field -> told.put(field.getKey(), type(field.getValue())));
            assertEquals(fields, told, shape.getKey());
            Set<String> required = new TreeSet<>();
            shape.getValue().get("required").forEach(name -> required.add(name.asText()));
            assertEquals(fields.keySet(), required, shape.getKey());
        }
    }

    @Test
    void everyAnswerIsDescribedWithItsParameters() {
        description.get("paths").properties().forEach(path -> path.getValue().properties()
                .forEach(method -> {
                    String where = method.getKey() + " " + path.getKey();
                    JsonNode call = method.getValue();
                    assertTrue(call.get("responses").has("default"), where);
                    Set<String> in = new TreeSet<>();
                    call.path("parameters").forEach(one -> {
                        if (one.get("in").asText().equals("path")) {
                            in.add("{" + one.get("name").asText() + "}");
                        }
                    });
                    assertEquals(in, new TreeSet<>(Arrays.stream(path.getKey().split("/"))
                            .filter(word -> word.startsWith("{")).toList()), where);
                }));
    }

    private static String type(JsonNode schema) {
        JsonNode one = schema.has("allOf") ? schema.get("allOf").get(0) : schema;
        if (one.has("$ref")) {
            return one.get("$ref").asText().replaceAll(".*/", "");
        }
        return switch (one.get("type").asText()) {
            case "array" -> "[" + type(one.get("items")) + "]";
            case "object" -> "{" + type(one.get("additionalProperties")) + "}";
            default -> one.get("type").asText();
        };
    }

    private static String type(Type java) {
        if (java instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            return generic.getRawType() == List.class ? "[" + type(of[0]) + "]"
                    : "{" + type(of[1]) + "}";
        }
        Class<?> plain = (Class<?>) java;
        return plain == String.class ? "string" : plain == boolean.class ? "boolean"
                : plain.isRecord() ? plain.getName().replaceAll(".*\\.", "").replace('$', '.')
                : "integer";
    }
}
