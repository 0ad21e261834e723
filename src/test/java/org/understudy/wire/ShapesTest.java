package org.understudy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShapesTest {
    static List<Record> everyShape() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("service", "web \"é\"\n");
        facts.put("reason", "");
        return List.of(new Asked("placed", "n2", "auto"), new Outcome("1", "pending", "local", ""),
                new Problem("expected a, got b", List.of("one", "two"), ""),
                new JournalLine(Long.MAX_VALUE, "2026-03-01T18:13:37.123+01:00", "n1", "a.b",
                        facts),
                new NodeStatus("n1", "self", "idle", "", List.of(), ""),
                new DockerSocket("/run/docker.sock"),
                new Edit(List.of("a=b"), List.of("c")), new Removal(true),
                new ConfigText("/etc/web.conf", "[DEFAULT]\n", "c0", 7), new ConfigValue("v"),
                new RunningText("/etc/web.conf", "[DEFAULT]\n", "c0", 3, "", true, ""),
                new ConfigSections(Map.of("fs#1", Map.of("mnt", "/srv"))),
                new Edited(true, List.of("done"), List.of()), new Joining("token", false),
                new NewText("[DEFAULT]\n", "c0", List.of("a=b")),
                new NewMember("prod", "n2", Map.of("hb#1", "10.0.0.2"), 1),
                new Explained("web", "n1", "it runs", "content", List.of("up here"), "up", "up",
                        "ha", "idle", false, facts, "", "", List.of(), List.of("look")),
                new Takeover("web", "n1", "2026-03-01T18:13:37.123+01:00", Map.of("ip", 7L), -1),
                new TokenText("token", List.of("secret")), new Taking("n2"),
                new ServiceStatus("web", "n1", "DEV", "ha", true, "idle", "up", "warn",
                        Map.of("fs", "up"), List.of(new ServiceStatus.Row("fs#1", "fs", "M...",
                                "up", "/srv", List.of("read-only"))), "notice", "reason",
                        List.of(new ServiceStatus.Peer("n2", "alive", "down", "idle", false))));
    }

    @ParameterizedTest
    @MethodSource("everyShape")
    void saysAndReadsWhatTheAgentsJsonDoes(Record value) {
        String agents = new String(Json.encode(value), StandardCharsets.UTF_8);
        assertEquals(agents, Shapes.write(value));
        assertEquals(value, Shapes.read(agents, value.getClass()));
        assertEquals(List.of(value, value),
                Shapes.list("[" + agents + "," + agents + "]", value.getClass()));
    }

    @Test
    void skipsWhatANewerAgentAddsAndDoesWithoutWhatAnOlderOneLacks() {
        assertEquals(new Outcome("1", "", "", ""), Shapes.read(
                "{\"new\":{\"deep\":[1,{}]},\"id\":\"1\",\"state\":null}", Outcome.class));
        assertEquals(new JournalLine(0, "", "", "", Map.of()),
                Shapes.read("{}", JournalLine.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "1", "{\"links\":{}}", "{\"links\":[[]]}",
        "{\"name\":{}}", "{\"name\":", "<html>"})
    void refusesWhatHasAnotherShape(String json) {
        assertThrows(IllegalArgumentException.class, () -> Shapes.read(json, NodeStatus.class));
    }

    @Test
    void indentsForPeople() {
        assertEquals("{\n  \"a\" : [\n    1,\n    2\n  ]\n}", Shapes.indent("{\"a\":[1,2]}"));
    }
}
