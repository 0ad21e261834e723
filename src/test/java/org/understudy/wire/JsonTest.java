package org.understudy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String REST = ",\"reason\":\"\",\"lastsMillis\":0,"
            + "\"yes\":false,\"dryRun\":false";

    @Test
    void keysKeepTheOrderOfTheRecordAndFactsTheirOwn() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("service", "web");
        facts.put("reason", "peer silent");
        JournalLine line = new JournalLine(7, "2026-01-01T00:00:00.000Z", "n1", "peer.silent",
                facts);

        byte[] json = Json.encode(line);

        assertEquals("{\"number\":7,\"stamp\":0,\"at\":\"2026-01-01T00:00:00.000Z\","
                + "\"node\":\"n1\","
                + "\"event\":\"peer.silent\","
                + "\"facts\":{\"service\":\"web\",\"reason\":\"peer silent\"}}", text(json));
        assertEquals(line, Json.decode(json, JournalLine.class));
        assertEquals(List.of("service", "reason"),
                List.copyOf(Json.decode(json, JournalLine.class).facts().keySet()));
    }

    @Test
    void nestedRecordsAndListsComeBackEqual() {
        ServiceStatus status = new ServiceStatus("web", "n1", "PRD", "ha", false, "idle", "up",
                "up", Map.of("fs", "up"),
                List.of(new ServiceStatus.Row("fs#1", "fs", "....", "up", "/srv", List.of("x"))),
                "", "peer alive",
                List.of(new ServiceStatus.Peer("n2", "alive", "down", "idle", false)));

        assertEquals(List.of(status),
                Json.decodeList(Json.encode(List.of(status)), ServiceStatus.class));
    }

    @Test
    void unknownFieldsAreIgnored() {
        assertEquals(new Asked("started", "", "local"), decode(
                "{\"goal\":\"started\",\"to\":\"\",\"scope\":\"local\"" + REST
                        + ",\"new\":{\"a\":[1]}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "\"started\"", "{\"goal\":\"started\"}",
        "{\"goal\":\"started\",\"to\":\"\",\"scope\":null" + REST + "}",
        "{\"goal\":1,\"to\":\"\",\"scope\":\"local\"" + REST + "}",
        "{\"goal\":\"a\",\"goal\":\"b\",\"to\":\"\",\"scope\":\"local\"" + REST + "}",
        "{\"goal\":\"a\",\"to\":\"\",\"scope\":\"local\"" + REST + "} x"})
    void malformedInputIsRefusedWithExpectedAndGot(String json) {
        String said = assertThrows(IllegalArgumentException.class, () -> decode(json)).getMessage();
        assertTrue(said.startsWith("expected a Asked, got "), said);
    }

    @Test
    void textCutInTheMiddleOfACharacterComesBackAsItIs() {
        Asked half = new Asked("a" + "\uD83D\uDE00".charAt(0), "", "");
        assertEquals(half, Json.decode(Json.encode(half), Asked.class));
    }

    @Test
    void deepAndLargeInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> decode("[".repeat(100_000)));
        assertThrows(IllegalArgumentException.class,
                () -> Json.decode(new byte[Json.MAX_BYTES + 1], Asked.class));
        assertThrows(IllegalArgumentException.class,
                () -> Json.decodeList("[null]".getBytes(StandardCharsets.UTF_8), Asked.class));
    }

    private static Asked decode(String json) {
        return Json.decode(json.getBytes(StandardCharsets.UTF_8), Asked.class);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
