package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.model.Beat;
import org.understudy.model.JournalEntry;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.wire.BeatCodec;
import org.understudy.wire.JournalLine;
import org.understudy.wire.MemoryCodec;
import org.understudy.wire.Page;
import org.understudy.wire.PageCodec;
import org.understudy.wire.Shapes;

/**
 * What the first release wrote and sent, letter by letter: every later one reads it, and the first
 * one reads what a later one adds. Never to be written anew: a field that is added must have a
 * meaning where it is missing.
 */
final class ReleasesTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final ServiceName WEB = new ServiceName("web");
    private static final String OFF = "{\"on\":false,\"author\":\"\",\"reason\":\"\",\"since\":0,"
            + "\"until\":0,\"ofStop\":false}";
    private static final String MEMORY = "{\"node\":{\"on\":true,\"author\":\"root@n1\","
            + "\"reason\":\"disk\",\"since\":1000,\"until\":0,\"ofStop\":false},"
            + "\"cluster\":{\"number\":2,"
            + "\"freeze\":" + OFF + ",\"lastsMillis\":0},\"services\":{\"web\":{\"freeze\":" + OFF
            + ",\"ordered\":4,\"moves\":1,\"recent\":[500],\"nodes\":[\"n1\"],\"starting\":\"\"}},"
            + "\"shot\":{\"n2\":\"m2\"},\"fenceMillis\":{\"n2\":900}}";
    private static final String VERSION = "{\"name\":\"web\",\"number\":3,\"checksum\":\"1f0c\","
            + "\"author\":\"n1\",\"parent\":\"\",\"seen\":{\"n1\":7},\"gone\":false,"
            + "\"nodes\":[\"n1\",\"n2\"],\"since\":4000000000000}";
    private static final String VERSIONS = "{\"own\":[" + VERSION + "],\"others\":["
            + "{\"node\":\"n2\",\"version\":" + VERSION.replace("\"n1\":7", "\"n2\":9") + "}]}";
    private static final String COMING = "{\"files\":["
            + VERSION.replace("\"web\"", "\"db\"").replace("\"number\":3", "\"number\":4") + "]}";
    private static final String GENERATIONS = "{\"generations\":[{\"service\":\"web\","
            + "\"number\":3,\"checksum\":\"1f0c\",\"file\":\"web.conf\",\"since\":1772366582000,"
            + "\"refused\":0}]}";
    private static final String BEAT = "{\"v\":1,\"c\":\"lab\",\"n\":\"n1\",\"b\":\"b1\","
            + "\"m\":\"m1\",\"q\":7,\"g\":5,\"s\":\"idle\",\"t\":0,\"i\":{\"web\":{\"a\":\"u\","
            + "\"o\":\"u\",\"m\":\"i\",\"f\":false,\"k\":\"1f0c\"}},\"h\":{\"n2\":{\"b\":\"b2\","
            + "\"g\":4}}}";
    private static final String PAGE = "J{\"v\":1,\"c\":\"lab\",\"n\":\"n1\",\"l\":9,\"s\":1,"
            + "\"f\":1,\"o\":0,\"hs\":1,\"hf\":1,\"ho\":8}\nxyz";
    private static final String LINE = "{\"number\":7,\"stamp\":3,"
            + "\"at\":\"2026-01-01T00:00:00.000Z\",\"node\":\"n1\",\"event\":\"peer.silent\","
            + "\"facts\":{\"peer\":\"n2\"}}";

    @TempDir
    Path dir;
    private final List<JournalEntry> written = new ArrayList<>();
    private final Chronicle chronicle = new Chronicle(new ManualClock(), N1, written::add);

    /** As it was, or with what a later release might add to every object of it. */
    private static String of(String text, boolean later) {
        return later ? text.replace("{\"", "{\"later\":[{\"deep\":{}}],\"") : text;
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void whatOutlivesTheAgent(boolean later) throws IOException {
        String text = later ? MEMORY.replace("{\"on\"", "{\"later\":[{}],\"on\"")
                .replaceFirst("\\{", "{\"later\":{},") : MEMORY;
        Memory memory = MemoryCodec.decode(text, Moment::new);
        assertEquals("disk", memory.node().orElseThrow().reason());
        assertEquals(4, memory.services().get(WEB).ordered());
        assertEquals("m2", memory.shot().get(new NodeName("n2")));
        assertEquals(MEMORY, MemoryCodec.encode(memory, Moment::nanos), "and nothing is lost");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void whichFilesANodeHas(boolean later) throws IOException {
        String seen = "\"seen\":{";
        String laterSeen = seen + "\"later\":[{\"deep\":{}}],";
        write("versions.json", of(VERSIONS, later).replace(laterSeen, seen));
        write("coming.json", of(COMING, later).replace(laterSeen, seen));
        write("generations.json", of(GENERATIONS, later));
        Versions versions = new Versions(dir, N1, new ManualClock(), chronicle);
        LastGood good = new LastGood(dir, versions, new ManualClock(), chronicle);
        good.read();
        assertEquals(List.of(), written);
        assertEquals(3, good.of(WEB).orElseThrow().number());
        assertEquals(7L, versions.of("web").orElseThrow().seen().get("n1"));
        assertEquals(9L, versions.told("web").get("n2").seen().get("n2"));
        assertEquals(4, versions.found("db", "1f0c", List.of(N1), 1).number());
    }

    /** It is told what it is, nothing of it is lost, and this release begins anew. */
    @Test
    void filesThatALaterReleaseWroteOtherwise() throws IOException {
        String otherwise = "{\"later\":[{\"version\":9}],\"version\":2,\"own\":{},"
                + "\"generations\":7}";
        write("versions.json", otherwise);
        write("generations.json", otherwise);
        Versions versions = new Versions(dir, N1, new ManualClock(), chronicle);
        LastGood good = new LastGood(dir, versions, new ManualClock(), chronicle);
        good.read();
        assertEquals(List.of("config.versions_lost", "config.generations_lost"),
                written.stream().map(JournalEntry::event).toList());
        for (JournalEntry entry : written) {
            assertEquals("expected version 1, got 2: another release wrote it, which this one"
                    + " cannot read", entry.facts().get("detail"));
            assertEquals(otherwise, Files.readString(Path.of(entry.facts().get("kept"))));
        }
        versions.found("web", "1f0c", List.of(N1), 1);
        versions.write();
        assertEquals(otherwise, Files.readString(dir.resolve("versions.json.unread")));
        assertEquals(1, versions.of("web").orElseThrow().number());
    }

    @Test
    void whatOutlivesTheAgentOfALaterReleaseThatWritesItOtherwise() throws IOException {
        write("memory.json", MEMORY.replaceFirst("\\{", "{\"version\":2,"));
        IOException refused = assertThrows(IOException.class,
                () -> new MemoryFile(dir, new ManualClock()).read());
        assertEquals(dir.resolve("memory.json") + ": expected what the agent itself wrote, got:"
                + " expected version 1, got 2: another release wrote it, which this one cannot"
                + " read; it holds who froze what: repair it or move it away",
                refused.getMessage());
        write("memory.json", MEMORY.replaceFirst("\\{", "{\"version\":1,"));
        assertEquals("m2", new MemoryFile(dir, new ManualClock()).read().shot()
                .get(new NodeName("n2")));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(dir.resolve(name), text);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aBeat(int version) {
        String text = version == 1 ? BEAT : BEAT.replace("\"v\":1", "\"v\":2,\"later\":[{}]")
                .replace("{\"a\"", "{\"later\":{},\"a\"").replace("{\"b\"", "{\"later\":1,\"b\"");
        Beat beat = BeatCodec.decode(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(NodeState.IDLE, beat.state());
        assertEquals(Status.UP, beat.instances().get(WEB).avail());
        assertEquals(4, beat.heard().get(new NodeName("n2")).generation());
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aPageOfTheJournal(int version) {
        Page page = PageCodec.decode(PAGE.replace("\"v\":1", version == 1 ? "\"v\":1"
                : "\"v\":2,\"later\":[{}]").getBytes(StandardCharsets.UTF_8));
        assertEquals("n1", page.node());
        assertEquals("xyz", new String(page.part().bytes(), StandardCharsets.UTF_8));
        assertEquals(8, page.have().offset());
    }

    @Test
    void aLineOfTheJournal() {
        for (String text : List.of(LINE, LINE.replaceFirst("\\{", "{\"later\":{\"a\":[1]},"))) {
            JournalLine line = Shapes.read(text, JournalLine.class);
            assertEquals(new JournalLine(7, 3, "2026-01-01T00:00:00.000Z", "n1", "peer.silent",
                    Map.of("peer", "n2")), line);
        }
        assertEquals(LINE, Shapes.write(Shapes.read(LINE, JournalLine.class)));
    }
}
