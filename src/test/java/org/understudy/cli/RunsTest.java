package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.api.ApiServer;
import org.understudy.wire.AskedRun;

/** Syncs and tasks asked for at an agent on a real socket. */
@Timeout(60)
final class RunsTest {
    @TempDir
    Path dir;
    private final FakeAgent agent = new FakeAgent();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer(dir.resolve("agent.sock"), agent);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private int svcmgr(String... args) {
        return Svcmgr.run(dir.resolve("agent.sock"), new Screen("svcmgr",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)), args);
    }

    @Test
    void syncShowsWhatItDoesAndHowItEnded() {
        assertEquals(0, svcmgr("-s", "web", "sync", "nodes", "--force"), err::toString);
        assertEquals("web: sync#1: n2: 3 files, 12 bytes\n", out.toString());
        assertTrue(err.toString().endsWith("INFO    WEB.SYNC#1  rsync to n2\n"), err::toString);
        assertEquals(new AskedRun("sync", List.of("nodes"), List.of(), true, false),
                agent.lastRun());
    }

    @Test
    void actionsHaveBothGenerationsSpellings() {
        for (String[] pair : new String[][] {{"syncnodes", "[nodes]"}, {"sync_drp", "[drpnodes]"},
            {"syncdrp", "[drpnodes]"}, {"sync_all", "[]"}, {"sync_update", "[]"}}) {
            assertEquals(0, svcmgr("-s", "web", pair[0], "--rid", "sync#1,sync#2"));
            assertEquals(pair[1], agent.lastRun().targets().toString());
            assertEquals(List.of("sync#1", "sync#2"), agent.lastRun().rids());
        }
    }

    @Test
    void taskThatAsksNeedsAYesAndItsFailureIsTheCommands() {
        assertEquals(1, svcmgr("-s", "web", "run", "--rid", "task#1"));
        assertTrue(err.toString().contains("task#1 asks\nsvcmgr: not done"), err::toString);
        assertEquals(1, svcmgr("-s", "web", "run", "--rid", "task#1", "--confirm"));
        assertEquals(new AskedRun("run", List.of(), List.of("task#1"), false, true),
                agent.lastRun());
        assertTrue(err.toString().endsWith("svcmgr: web: run failed: task#1: expected exit 0, got"
                + " 3\ntry: svcmgr -s web print status\n"), err::toString);
    }

    @Test
    void whatIsNoTargetIsNotUnderstood() {
        assertEquals(2, svcmgr("-s", "web", "sync", "n2"));
        assertEquals(2, svcmgr("-s", "web", "run", "--force"));
    }
}
