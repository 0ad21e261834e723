package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.api.ApiServer;
import org.understudy.wire.Selection;

/** What is typed about some resources, and about an action that runs already. */
@Timeout(60)
final class PartCommandTest {
    @TempDir
    static Path dir;

    private static final FakeAgent AGENT = new FakeAgent();
    private static ApiServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new ApiServer(dir.resolve("agent.sock"), AGENT);
        server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void whatIsChosenIsPassedOnByAPathOfItsOwn() {
        Ran ran = svcmgr("-s", "web", "start", "--rid", "fs#1,app", "--tags=front,db+fast",
                "--subsets", "app:first", "--upto", "app");
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().endsWith("web: in part started\n"), ran.out());
        assertEquals(new Selection(List.of("fs#1", "app"), List.of("front", "db+fast"),
                List.of("app:first"), List.of(), "app", false, false), AGENT.lastPart());
        assertEquals("started", AGENT.lastAsk().goal());
        svcmgr("-s", "web", "stop", "--downto", "fs#1", "-f");
        assertEquals(new Selection(List.of(), List.of(), List.of(), List.of(), "fs#1", false,
                true), AGENT.lastPart());
        assertEquals("stopped", AGENT.lastAsk().goal());
    }

    @Test
    void runIsAbortedByItsResource() {
        Ran ran = svcmgr("-s", "web", "abort", "--rid", "fs#1");
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().endsWith("web: in part aborted\n"), ran.out());
        assertEquals(List.of("fs#1"), AGENT.lastPart().rids());
        assertEquals("aborted", AGENT.lastAsk().goal());
    }

    @Test
    void shortActionsSayWhatTheyAreAbout() {
        svcmgr("-s", "web", "startfs", "--rid", "fs#1");
        assertEquals(new Selection(List.of("fs#1"), List.of(), List.of(), List.of("disk", "fs"),
                "", false, false), AGENT.lastPart());
        svcmgr("-s", "web", "stopapp");
        assertEquals(List.of("app"), AGENT.lastPart().within());
        assertEquals("stopped", AGENT.lastAsk().goal());
        svcmgr("-s", "web", "startstandby");
        assertTrue(AGENT.lastPart().standby());
        assertEquals("started", AGENT.lastAsk().goal());
        svcmgr("-s", "web", "stopvg", "--dry-run");
        assertEquals(List.of("disk.vg"), AGENT.lastPart().within());
        assertTrue(AGENT.lastAsk().dryRun());
    }

    @Test
    void forceStopsAllOfIt() {
        svcmgr("-s", "web", "stop", "--force");
        assertEquals("shutdown", AGENT.lastAsk().goal());
    }

    @Test
    void aWordThatMeansNothingIsToldWithWhatThereIs() {
        Ran ran = svcmgr("-s", "web", "stop", "--rid", "fs#9");
        assertEquals(1, ran.code());
        assertEquals("svcmgr: no resource of web has the rid \"fs#9\"; expected one of fs#1\n"
                + "try: svcmgr -s web print status\n", ran.err());
    }

    @Test
    void optionsThatMeanNothingAreRefused() {
        for (String[] wrong : new String[][] {{"freeze", "--rid", "fs#1"},
            {"start", "--downto", "fs"}, {"stop", "--upto", "fs"}, {"start", "--force"},
            {"switch", "--tags", "a"}, {"stopfs", "--upto", "fs"}}) {
            Ran ran = svcmgr(concat(wrong));
            assertEquals(2, ran.code(), String.join(" ", wrong));
            assertTrue(ran.err().contains("does not apply"), ran.err());
        }
    }

    @Test
    void anActionThatRunsIsWaitedFor() {
        AGENT.busy(2);
        Ran ran = svcmgr("-s", "web", "start", "--local");
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.err().startsWith("web: another action is running: starting by root@n1, for"
                + " 12.0s; waiting for its end\n"), ran.err());
    }

    @Test
    void butNotForEver() {
        AGENT.busy(1);
        Ran ran = svcmgr("-s", "web", "stop", "--rid=fs#1", "--waitlock", "0s");
        AGENT.busy(0);
        assertEquals(1, ran.code());
        assertEquals("svcmgr: web: not done within --waitlock 0s: another action is running:"
                + " starting by root@n1, for 12.0s\ntry: svcmgr -s web abort ends it\n",
                ran.err());
        assertFalse(ran.out().contains("stopped"), ran.out());
    }

    /** The service is orchestrate=ha: a later target replaces the one before at once. */
    @Test
    void waitingIsRefusedWhereNothingIsWaitedFor() {
        for (String action : List.of("stop", "start", "restart", "shutdown")) {
            Ran ran = svcmgr("-s", "web", action, "--waitlock", "5s");
            assertEquals(2, ran.code());
            assertEquals("svcmgr: web: --waitlock does not apply: orchestrate=ha, so this is for"
                    + " the whole cluster, and replaces what was wanted before at once\ntry: the"
                    + " same without --waitlock, or with --local for this node alone\n",
                    ran.err());
        }
        assertEquals(0, svcmgr("-s", "web", "start", "--local", "--waitlock", "5s").code());
    }

    private static String[] concat(String[] words) {
        List<String> all = new java.util.ArrayList<>(List.of("-s", "web"));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    private record Ran(int code, String out, String err) {
    }

    private static Ran svcmgr(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Svcmgr.run(dir.resolve("agent.sock"), new Screen("svcmgr",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)), args);
        return new Ran(code, out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }
}
