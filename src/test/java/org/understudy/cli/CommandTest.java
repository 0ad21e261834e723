package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.api.ApiServer;
import org.understudy.api.Reply;
import org.understudy.wire.Asked;
import org.understudy.wire.Simulate;

/** Both commands against an agent on a real socket: their text, exit codes and hints. */
@Timeout(60)
final class CommandTest {
    @TempDir
    static Path dir;

    private static final FakeAgent AGENT = new FakeAgent();
    private static ApiServer server;
    private static Path socket;

    @BeforeAll
    static void start() throws IOException {
        socket = dir.resolve("agent.sock");
        server = new ApiServer(socket, AGENT);
        server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void svcmonShowsTheTutorialsTable() {
        Golden.check("tutorial-svcmon-deb1", ok(svcmon(
                "--service=registry.opensvc.com,busybox.opensvc.com")));
        assertTrue(ok(svcmon("--service", "busybox.opensvc.com,registry.opensvc.com"))
                .contains("\nbusybox.opensvc.com  DEV"));
    }

    @Test
    void svcmonNamesUnknownServices() throws IOException {
        Ran some = svcmon("--service=nope,busybox.opensvc.com");
        assertEquals(0, some.code());
        assertEquals("svcmon: nope: expected a service of this node, got none\n"
                + "try: svcmon lists the services\n",
                some.err());
        Ran none = svcmon("--service=nope");
        assertEquals(1, none.code());
        assertEquals(Files.readString(Path.of("src/test/resources/golden/table-empty.txt")),
                none.out());
    }

    @Test
    void svcmonSaysHowToBeginWhereThereIsNothing() throws IOException {
        Path none = dir.resolve("none.sock");
        try (ApiServer empty = new ApiServer(none, call -> Reply.ok("[]"))) {
            empty.start();
            Ran ran = run("svcmon", (screen, args) -> Svcmon.run(none, screen, args));
            assertEquals(new Ran(0, Files.readString(Path.of(
                    "src/test/resources/golden/table-empty.txt")), "svcmon: no service on this node"
                    + " yet\ntry: svcmgr create --help\n"), ran);
        }
    }

    @Test
    void svcmonVerboseShowsTrees() throws IOException {
        assertEquals(Files.readString(
                Path.of("src/test/resources/golden/tutorial-registry-deb1.txt")),
                ok(svcmon("--verbose", "--service=registry.opensvc.com")));
    }

    @Test
    void printStatusTakesOptionsAnywhere() {
        Golden.check("tutorial-registry-deb1", ok(
                svcmgr("-s", "registry.opensvc.com", "print", "status")));
        Golden.check("tutorial-registry-deb1", ok(
                svcmgr("print", "status", "--service=registry.opensvc.com")));
        Golden.check("tutorial-registry-deb1", ok(
                svcmgr("print_status", "-s", "registry.opensvc.com")));
    }

    @Test
    void statusIsTheExitCode() {
        assertEquals(new Ran(2, "warn\n", ""), svcmgr("-s", "web", "status"));
        assertEquals(new Ran(0, "up\n", ""), svcmgr("-s", "registry.opensvc.com", "status"));
    }

    @Test
    void reservationsHaveAWordOfTheirOwn() {
        assertEquals(new Ran(3, "n/a\n", ""), svcmgr("-s", "web", "prstatus"));
        for (String status : List.of("up", "down")) {
            assertEquals(status, Looks.reservations(Fixtures.service("web", "up", List.of(
                    Fixtures.row("fs#1", "up", "/srv"), Fixtures.row("vg#1", "up", "vg"),
                    Fixtures.row("vg#1pr", status, "/dev/sdb")))).word());
        }
    }

    @Test
    void onlyWhoHasLookedMayHaveSomethingForgotten() {
        assertEquals(2, svcmgr("-s", "web", "forget", "--rid", "app#1").code());
        assertEquals(new Ran(0, "web: app#1,fs#1 forgotten\n", "nobody looks\n"),
                svcmgr("-s", "web", "forget", "--rid", "app#1,fs#1",
                        "--i-verified-it-is-down"));
    }

    @Test
    void explainNodesTimelineAndConfigLookAsReviewed() {
        Golden.check("explain", ok(svcmgr("-s", "web", "explain")));
        Golden.check("nodes", ok(svcmgr("nodes")));
        Golden.check("timings", ok(svcmgr("timings")));
        Golden.check("links", ok(svcmgr("links")));
        Golden.check("timeline", ok(svcmgr("timeline", "--after", "0")).lines().limit(3).toList());
        Golden.check("json-nodes", ok(svcmgr("nodes", "--format", "json")));
        Golden.check("json-status", ok(svcmgr("-s", "web,busybox.opensvc.com,web", "print",
                "status", "--format=json")));
        Golden.check("help-svcmgr", ok(svcmgr("--help")));
        Golden.check("help-svcmon", ok(svcmon("-h")));
        assertEquals("[DEFAULT]\n# é\n", ok(svcmgr("-s", "web", "print", "config")));
    }

    @Test
    void simulationShowsTheAnswerFirstAndKeepsTheOrderTyped() {
        Golden.check("simulate", ok(svcmgr("simulate", "--crash", "n1")));
        Golden.check("json-simulate", ok(svcmgr("simulate", "--crash=n1", "--format", "json")));
        ok(svcmgr("-s", "web", "simulate", "--crash", "n1", "--then", "--cut", "hb#1",
                "--after", "10s", "--cut", "n2:hb#2", "--freeze", "--heal", "--thaw", "web",
                "--switch", "n2", "--fail=fs#1", "--reboot", "n2", "--shutdown", "n2",
                "--config", "/tmp/x/../web.conf"));
        assertEquals(new Simulate(List.of(happening("crash", "n1"),
                new Simulate.Happening("cut", "hb#1", true, 0),
                new Simulate.Happening("cut", "n2:hb#2", false, 10_000),
                happening("freeze", ""), happening("heal", ""), happening("thaw", "web"),
                happening("switch", "n2"), happening("fail", "fs#1"), happening("reboot", "n2"),
                happening("shutdown", "n2")), List.of("web"), "/tmp/web.conf"),
                AGENT.simulated());
        for (String[] wrong : List.of(new String[] {"simulate"}, new String[] {"simulate",
            "--crash"}, new String[] {"simulate", "--crash", "n1", "--then"}, new String[] {
                "simulate", "--after", "10", "--crash", "n1"}, new String[] {"simulate",
                    "--wait", "--crash", "n1"}, new String[] {"nodes", "--crash", "n1"},
                new String[] {"timeline", "--after", "x"})) {
            assertEquals(2, svcmgr(wrong).code(), String.join(" ", wrong));
        }
    }

    private static Simulate.Happening happening(String what, String whom) {
        return new Simulate.Happening(what, whom, false, 0);
    }

    @Test
    void journalsOfAllNodesAreShownAndExplained() {
        Golden.check("timeline-all", ok(svcmgr("timeline")));
        assertEquals(4, ok(svcmgr("timeline", "--node", "n2")).lines().count());
        Ran since = svcmgr("timeline", "--since", "14:03");
        assertEquals("… 7 earlier entries since then are not shown\n", since.err());
        assertEquals("web does not run on n1:\n- n1 is silent on every link\n"
                + "- it was frozen on n1\n", ok(svcmgr("-s", "web", "explain", "--why-not", "n1")));
        assertEquals(2, ok(svcmgr("-s", "web", "rto", "--last", "3")).lines().count());
        for (String wrong : List.of("10", "an hour", "", "25", "14", "1h 2")) {
            Ran ran = svcmgr("timeline", "--since", wrong);
            assertEquals(2, ran.code(), wrong);
            assertTrue(ran.err().contains("a unit such as 1h"), ran.err());
        }
        for (String right : List.of("90s", "1h30m", "2d", "14:03", "14:03:10", "2026-03-01",
                "2026-03-01T14:03", "2026-03-01 14:03:09.500")) {
            assertEquals(0, svcmgr("timeline", "--since", right).code(), right);
        }
        assertEquals(2, svcmgr("-s", "web", "explain", "--since", "1h").code());
        assertEquals(2, svcmgr("-s", "web", "start", "--why-not", "n1").code());
    }

    @Test
    void clusterGoalReturnsAtOnceUnlessWaitedFor() {
        assertEquals(new Ran(0, "web: target started set\n", ""), svcmgr("-s", "web", "start"));
        Ran waited = svcmgr("start", "--wait", "-s", "web");
        assertEquals(new Ran(0, "web: started\n", "18:13:37 INFO    WEB.FS#1    "
                + "mount -t ext4 -o rw /dev/vg/lv /srv/web\n"), waited);
        assertEquals("web: frozen\n", ok(svcmgr("-s", "web", "freeze")));
    }

    @Test
    void failedGoalSaysWhyAndExitsOne() {
        Ran failed = svcmgr("-s", "web", "--local", "stop");
        assertEquals(1, failed.code());
        assertTrue(failed.err().endsWith("""
                18:13:38 ERROR   WEB.FS#1    umount: exit 32
                svcmgr: web: stopped failed: fs#1: umount: exit 32
                try: svcmgr -s web explain
                """), failed.err());
    }

    @Test
    void waitEndsAtItsTime() {
        Ran late = svcmgr("-s", "web", "thaw", "--local", "--time", "200ms");
        assertEquals(1, late.code());
        assertTrue(late.err().endsWith("svcmgr: web: expected thawed within 200ms, got: still"
                + " trying, n2 is slow\ntry: svcmgr -s web timeline --follow\n"), late.err());
    }

    @Test
    void thawThatStartsItNeedsAYes() {
        Ran asked = svcmgr("-s", "web", "thaw");
        assertEquals(new Ran(1, "", "web will start on n1\nsvcmgr: not done: expected a yes to what"
                + " follows from it\ntry: the same with --yes\n"), asked);
        assertFalse(AGENT.lastAsk().yes());
        assertEquals("web: target thawed set\n", ok(svcmgr("-s", "web", "thaw", "--yes")));
        assertTrue(AGENT.lastAsk().yes());
        assertEquals(1, svcmgr("cluster", "thaw").code());
        assertEquals("cluster: thawed\n", ok(svcmgr("cluster", "thaw", "--yes")));
    }

    @Test
    void reasonAndTimeOfAFreezeArePassedOn() {
        ok(svcmgr("-s", "web", "freeze", "--reason", "new disk", "--for", "2h"));
        assertEquals(new Asked("frozen", "", "auto", "new disk", 7_200_000, false, false),
                AGENT.lastAsk());
        assertEquals("n2: frozen\n",
                ok(svcmgr("node", "freeze", "--node", "n2", "--reason=fan", "--for=1d")));
        assertEquals(new Asked("frozen", "n2", "local", "fan", 86_400_000, false, false),
                AGENT.lastAsk());
        assertEquals("cluster: frozen\n", ok(svcmgr("cluster", "freeze")));
        assertEquals("cluster", AGENT.lastAsk().scope());
    }

    @Test
    void whatIsAskedOfAnotherNodeGoesThereByWayOfThisOne() {
        int before = AGENT.forwarded().size();
        assertEquals(ok(svcmgr("-s", "web", "print", "status")),
                ok(svcmgr("--node", "n2", "-s", "web", "print", "status")));
        assertEquals(ok(svcmgr("-s", "web", "print", "config")),
                ok(svcmgr("-s", "web", "print", "config", "--node=n2")));
        assertEquals("web: target started set\n",
                ok(svcmgr("-s", "web", "start", "--node", "n1")));
        assertEquals(List.of("/v1/nodes/n2 services/web", "/v1/nodes/n2 services/web/config"),
                AGENT.forwarded().subList(before, before + 2));
        assertTrue(AGENT.forwarded().contains("/v1/nodes/n1 services/web/requests"));
        ok(svcmgr("node", "drain", "--node", "n2", "--wait"));
        assertTrue(AGENT.forwarded().contains("/v1/nodes/n2 node/requests/drained"));
        assertEquals("svcmgr: n9 is not heard: nothing was asked of it\ntry: svcmgr nodes\n",
                svcmgr("-s", "web", "stop", "--node", "n9").err());
    }

    @Test
    void dryRunShowsThePlanAndNothingElse() {
        assertEquals("web on n1: stop\n  fs#1\nweb on n2: start\n  fs#1\n",
                ok(svcmgr("-s", "web", "switch", "--to=n2", "--dry-run")));
        assertTrue(AGENT.lastAsk().dryRun());
        assertEquals("web on n2: stop\n  fs#1\n", ok(svcmgr("node", "drain", "--dry-run")));
        assertEquals("web on n2: stop\n  fs#1\n",
                ok(svcmgr("node", "shutdown", "--dry-run", "--wait")));
    }

    @Test
    void goalsHaveTheirWords() {
        for (String[] pair : new String[][] {{"shutdown", "shutdown"}, {"restart", "restarted"},
            {"abort", "aborted"}}) {
            assertEquals("web: target " + pair[1] + " set\n",
                    ok(svcmgr("-s", "web", pair[0])));
            assertEquals(pair[1], AGENT.lastAsk().goal());
        }
    }

    @Test
    void nodeIsDrainedAndShutDown() {
        assertEquals("n2: draining\n", ok(svcmgr("node", "drain")));
        assertEquals("n2: drained\n", ok(svcmgr("node", "drain", "--wait")));
        assertEquals("n2: shutting down\n", ok(svcmgr("node", "shutdown")));
        assertEquals("n2: all services stopped, the agent ends\n",
                ok(svcmgr("node", "shutdown", "--wait")));
        Ran late = svcmgr("node", "drain", "--wait", "--time=0s");
        assertEquals(1, late.code());
        assertTrue(late.err().startsWith("svcmgr: n2: expected drained within 0s, got:"),
                late.err());
    }

    @ParameterizedTest
    @CsvSource({"-s web print status --wait, print status: --wait does not apply",
            "-s web start --for 2h, start: --for does not apply",
            "-s web stop --yes --to n2, 'stop: --yes, --to do not apply'",
            "-s web node drain, node drain: --service does not apply",
            "nodes --local, nodes: --local does not apply",
            "cluster freeze --node n1, cluster freeze: --node does not apply"})
    void optionThatDoesNotApplyIsRefused(String typed, String why) {
        Ran ran = svcmgr(typed.split(" "));
        assertEquals(2, ran.code());
        assertEquals("svcmgr: " + why + "\ntry: svcmgr " + why.split(":")[0] + " --help\n",
                ran.err());
    }

    @Test
    void setTakesBothGenerationsSpellings() {
        ok(svcmgr("-s", "web", "set", "orchestrate=ha", "fs#1.mnt_opt=rw,noatime"));
        ok(svcmgr("-s", "web", "set", "--kw", "a=1", "--kw", "b=2"));
        ok(svcmgr("-s", "web", "set", "--param", "c", "--value", "x=y z"));
        assertTrue(AGENT.edits().containsAll(List.of("orchestrate=ha", "fs#1.mnt_opt=rw,noatime",
                "a=1", "b=2", "c=x=y z")));
        assertEquals(new Ran(1, "", "svcmgr: orchestrate: expected no, start or ha, got "
                + "\"maybe\"\ntry: svcmgr -s web set orchestrate=ha\n"),
                svcmgr("-s", "web", "set", "orchestrate=maybe"));
        assertEquals(2, svcmgr("-s", "web", "set", "orchestrate").code());
    }

    @Test
    void whatIsNotUnderstoodExitsTwo() {
        assertEquals(new Ran(2, "", "svcmgr: unsupported action: dance\ntry: svcmgr --help\n"),
                svcmgr("-s", "web", "dance"));
        assertEquals(new Ran(2, "", "svcmgr: Missing action\ntry: svcmgr --help\n"),
                svcmgr("-s", "web"));
        assertEquals(2, svcmgr("-s", "web", "start", "--nope").code());
        Ran time = svcmgr("-s", "web", "start", "--time", "10");
        assertEquals(2, time.code());
        assertTrue(time.err().contains("a unit such as 5m, got \"10\""), time.err());
    }

    @Test
    void everyServiceIsTriedAndAnyFailureCounts() {
        Ran ran = svcmgr("-s", "nope,web", "start");
        assertEquals(new Ran(1, "web: target started set\nstart: 1 of 2 services ok, not nope\n",
                "nope: expected a service of this node, got none\n"
                + "nope: try: svcmon lists the services\n"), ran);
        assertEquals("svcmgr: No service specified\n"
                + "try: svcmgr -s <service> start; svcmon lists the services\n",
                svcmgr("start").err());
    }

    @Test
    void withoutAnAgentItSaysHowToStartOne() {
        Path none = dir.resolve("none.sock");
        Ran ran = run("svcmon", (screen, args) -> Svcmon.run(none, screen, args));
        assertEquals(new Ran(1, "", "svcmon: no agent answers on " + none
                + "\ntry: systemctl start understudy\n"), ran);
    }

    @Test
    void withoutAnAgentNobodyAnswersForAnotherNode() {
        Path none = dir.resolve("none.sock");
        Ran ran = run("svcmgr", (screen, args) -> Svcmgr.run(none, screen, args), "-s", "web",
                "get", "--kw", "orchestrate", "--node", "n2");
        assertEquals(new Ran(1, "", "svcmgr: no agent answers on " + none
                + "\ntry: systemctl start understudy\n"), ran);
    }

    private static String ok(Ran ran) {
        assertEquals(0, ran.code(), ran.err());
        return ran.out();
    }

    private static Ran svcmgr(String... args) {
        return run("svcmgr", (screen, all) -> Svcmgr.run(socket, screen, all), args);
    }

    private static Ran svcmon(String... args) {
        return run("svcmon", (screen, all) -> Svcmon.run(socket, screen, all), args);
    }

    private static Ran run(String name, Program program, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(name, stream(out), stream(err));
        int code = program.run(screen, args);
        return new Ran(code, out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }

    private interface Program {
        int run(Screen screen, String... args);
    }

    private record Ran(int code, String out, String err) {
    }
}
