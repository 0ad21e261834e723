package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Result;

/** Somebody without the key is on the networks of the cluster, and can neither speak nor harm. */
@Tag("lab")
final class IntruderTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("intruder", "LAB_HB", "hb1 multicast:hb2");
    private static final Lab LAB = STAGE.lab;
    private static final String SCRIPT =
            Path.of("src/test/resources/lab/intruder").toAbsolutePath().toString();
    private static final String GROUP = "224.3.29.71";
    private static final List<String> LINKS = List.of("hb1", "hb2");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ExecutorService HANDS = Executors.newFixedThreadPool(2);

    @TempDir
    static Path dir;

    private LabNode active;
    private LabNode passive;
    private long marked;
    private long mark;

    @BeforeAll
    static void onTheNetworks() throws Exception {
        for (String link : LINKS) {
            LAB.does("tap", link);
        }
    }

    @AfterAll
    static void ends() {
        HANDS.shutdownNow();
    }

    @BeforeEach
    void note() {
        active = STAGE.active();
        passive = STAGE.passive();
        marked = active.mark();
        mark = passive.mark();
    }

    @Test
    void whatIsRecordedAndSentAgainChangesNothing() throws Exception {
        record();
        for (String link : LINKS) {
            intrudes("perl", SCRIPT, "replay", link, file(link), "40", "20");
        }
        nothingHasChanged();
        counted("hb#1", "recorded earlier and sent again\n");
        counted("hb#2", "recorded earlier and sent again\n");
    }

    @Test
    void noiseOnEveryPortChangesNothing() throws Exception {
        intrudes("perl", SCRIPT, "noise", "10.77.1.11", "10000", "5000");
        intrudes("perl", SCRIPT, "noise", "10.77.1.12", "10000", "5000");
        intrudes("ip", "route", "add", GROUP, "dev", "hb2");
        intrudes("perl", SCRIPT, "noise", GROUP, "10001", "5000");
        nothingHasChanged();
        counted("hb#1  10.77.1.200", "noise");
        counted("hb#2  10.77.2.200", "noise");
    }

    @Test
    void whoSpeaksPlainJGroupsIsNotUnderstood() throws Exception {
        java("jgroups", "10.77.2.200", GROUP, "10001");
        nothingHasChanged();
        counted("hb#2  10.77.2.200", "");
    }

    @Test
    void aNodesNameIsNoKey() throws Exception {
        java("wrongkey", LAB.cluster(), "10.77.1.200", "10.77.1.11");
        nothingHasChanged();
        assertTrue(LAB.node("n1").runs("svcmgr", "links").out().contains("not from the address"),
                LAB.node("n1").runs("svcmgr", "links").out());
    }

    @Test
    void whatADeadNodeHasSaidDoesNotKeepItAlive() throws Exception {
        record();
        LAB.does("kill", active.name());
        List<Future<Result>> all = new ArrayList<>();
        for (String link : LINKS) {
            all.add(HANDS.submit(() -> client("perl", SCRIPT, "replay", link, file(link), "600",
                    "50")));
        }
        STAGE.awaitUp(passive);
        assertEquals(1, passive.journal(mark, "peer.silent").size());
        for (Future<Result> one : all) {
            assertTrue(one.get(60, TimeUnit.SECONDS).ok());
        }
        assertTrue(passive.is("up"));
        assertEquals(1, passive.journal(mark, "fence.end", "result", "confirmed").size());
    }

    private void record() throws Exception {
        for (String link : LINKS) {
            intrudes("perl", SCRIPT, "record", link, "4", file(link));
            assertTrue(Files.size(Path.of(file(link))) > 2_000, () -> frames(link));
        }
    }

    private static String frames(String link) {
        try {
            return "expected some frames of " + link + ", got " + Files.size(Path.of(file(link)))
                    + " bytes";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String file(String link) {
        return dir.resolve(link).toString();
    }

    /** The service is where it was, both nodes hear each other and have heard each other always. */
    private void nothingHasChanged() throws Exception {
        LAB.holds("all is as it was", Duration.ofSeconds(3), () -> active.is("up")
                && passive.is("down") && active.joined() && passive.joined());
        assertEquals(List.of(), passive.journal(mark, "peer.silent"));
        assertEquals(List.of(), active.journal(marked, "peer.silent"));
        assertEquals(List.of(), passive.journal(mark, "action.begin"));
        assertEquals(List.of(), active.journal(marked, "action.begin"));
    }

    /** In the table of what was dropped, on one line. */
    private void counted(String link, String reason) throws Exception {
        String out = passive.runs("svcmgr", "links").out();
        assertTrue(out.lines().anyMatch(line -> line.startsWith(link)
                && (line + "\n").matches("(?s).* \\d+ .*") && (line + "\n").contains(reason)),
                out);
    }

    private void java(String... words) throws Exception {
        intrudes(Stream.concat(Stream.of(System.getProperty("java.home") + "/bin/java", "-cp",
                System.getProperty("java.class.path"), "-Djava.net.preferIPv4Stack=true",
                "org.understudy.heartbeat.Intruder"), Stream.of(words)).toArray(String[]::new));
    }

    private static void intrudes(String... words) throws Exception {
        Result result = client(words);
        assertTrue(result.ok(), () -> result.summary() + result.err());
    }

    private static Result client(String... words) throws Exception {
        return LAB.run(LIMIT, Stream.concat(Stream.of("client"), Stream.of(words))
                .toArray(String[]::new));
    }
}
