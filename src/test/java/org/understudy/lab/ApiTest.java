package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.api.ApiClient;
import org.understudy.api.ApiException;
import org.understudy.api.Reply;
import org.understudy.exec.Result;

/** What running agents answer, is what the description of the API promises. */
@Tag("lab")
final class ApiTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("api");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_SCHEMA = "/responses/200/content/application~1json/schema";
    /** What the parameters are here; of others any word will do. */
    private static final Map<String, String> HERE = Map.of("{service}", "web", "{path}", "nodes",
            "{name}", "web");
    private static final Map<String, String> ASKED = Map.of("/v1/services/{service}/why-not",
            "?node=%s", "/v1/services/{service}/config/value", "?key=orchestrate",
            "/v1/cluster/config/value", "?key=cluster.nodes",
            "/v1/node/config/value", "?key=node.env", "/v1/validate", "?service=web",
            "/v1/services/{service}/history", "?limit=20");

    @Test
    void everyAnswerHasTheShapeThatIsDescribed() throws Exception {
        LabNode node = STAGE.active();
        LabNode other = STAGE.passive();
        JsonNode description = JSON.readTree(asked(node, "/v1/openapi.json").json());
        List<String> wrong = new ArrayList<>();
        int good = 0;
        for (var path : description.get("paths").properties()) {
            JsonNode get = path.getValue().get("get");
            if (get == null || get.at(JSON_SCHEMA).isMissingNode()) {
                continue;
            }
            String asked = path.getKey().replace("{node}", other.name())
                    + ASKED.getOrDefault(path.getKey(), "").replace("%s", other.name());
            for (Map.Entry<String, String> one : HERE.entrySet()) {
                asked = asked.replace(one.getKey(), one.getValue());
            }
            Reply answer = asked(node, asked.replaceAll("\\{\\w+\\}", "x1"));
            boolean well = answer.good();
            good += well ? 1 : 0;
            JsonNode schema = well ? get.at(JSON_SCHEMA)
                    : JSON.readTree("{\"$ref\":\"#/components/schemas/Problem\"}");
            problems(description, schema, answer.json()).forEach(
                    problem -> wrong.add(path.getKey() + ": " + problem));
        }
        assertEquals(List.of(), wrong);
        assertTrue(good >= 20, good + " answers that are not problems");
    }

    @Test
    void prometheusIsTold() throws Exception {
        String text = STAGE.active().runs("curl", "-s", "--unix-socket",
                "/run/understudy/agent.sock", "http://x/metrics").out();
        assertTrue(text.contains("\nha_service_up{service=\"web\"} 1.0\n"), text);
        assertTrue(text.matches("(?s).*\nha_up\\{cluster=\"[^\"]+\",node=\""
                + STAGE.active().name() + "\"} 1\\.0\n.*"), text);
    }

    @Test
    void eventsCanBeFollowedWithCurl() throws Exception {
        String lines = STAGE.active().runs("sh", "-c", "curl -sN --max-time 3 --unix-socket"
                + " /run/understudy/agent.sock 'http://x/v1/events?after=-5' || true").out();
        assertEquals(5, lines.lines().filter(line -> line.startsWith("id: ")).limit(5).count(),
                lines);
        assertTrue(lines.contains("\ndata: {\"number\":"), lines);
    }

    @Test
    void aNewFileWithASlipIsToldUntilItIsMendedOrGone() throws Exception {
        LabNode node = STAGE.active();
        Path file = node.etc().resolve("services/slip.conf");
        String told = "slip: its file is refused: slip.conf:";
        Files.writeString(file, "[DEFAULT]\nnodes = " + node + "\nordhestrate = ha\n");
        try {
            STAGE.lab.await("what is wrong with it", Stage.PATIENCE,
                    () -> node.runs("svcmon").out().contains("\n" + told));
            Result named = node.runs("svcmgr", "-s", "slip", "print", "status");
            assertEquals(1, named.exit());
            assertTrue(named.err().startsWith("svcmgr: no service slip on this node: its file is"
                    + " refused\n  slip.conf:") && named.err().endsWith(
                    "\ntry: svcmgr -s slip validate\n"), named.err());
            Files.writeString(file, "[DEFAULT]\nnodes = " + node + "\norchestrate = no\n");
            STAGE.lab.await("it to be managed", Stage.PATIENCE, () ->
                    node.runs("svcmon").out().contains("\nslip "));
            assertTrue(!node.runs("svcmon").out().contains(told), "told no more");
        } finally {
            Files.deleteIfExists(file);
        }
        STAGE.lab.await("it to be gone", Stage.PATIENCE, () ->
                !node.runs("svcmon").out().contains("slip"));
    }

    private static Reply asked(LabNode node, String path) throws ApiException {
        return new ApiClient(node.process().orElseThrow()
                .resolve("root/run/understudy/agent.sock")).get(path, Duration.ofMinutes(1));
    }

    private static List<String> problems(JsonNode description, JsonNode schema, String answer)
            throws Exception {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", description.get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole)
                .validate(JSON.readTree(answer)).stream().map(Object::toString).toList();
    }
}
