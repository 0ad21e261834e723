package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static org.understudy.cli.Fixtures.row;
import static org.understudy.cli.Fixtures.service;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.ServiceStatus.Row;

final class StatusTreeTest {
    @ParameterizedTest
    @ValueSource(strings = {"deb1", "deb2"})
    void printsTheTutorialsTrees(String node) {
        Golden.check("tutorial-registry-" + node, StatusTree.of(Fixtures.registry(node)));
        Golden.check("tutorial-busybox-" + node, StatusTree.of(Fixtures.busybox(node)));
    }

    @Test
    void tellsWhatTheSyncIsMissing() {
        Golden.check("tree-sync-down", StatusTree.of(Fixtures.noticed(service("web", "up", List.of(
                row("fs#1", "up", "/dev/vg/lv@/srv/web"),
                row("sync#i0", "down", "rsync svc config to drpnodes, nodes",
                        "deb2.opensvc.com need update"))), "warn", "")));
    }

    @Test
    void longValuesPushTheRestRight() {
        Golden.check("tree-long-values", StatusTree.of(service("web", "stdby down", List.of(
                row("disk#1", "stdby down", "loop"),
                row("container#verylongname", "stdby up", "label " + "x".repeat(90)),
                new Row("app#1", "app", "MDOE", "n/a", "/srv/web/run", List.of("disabled"))))));
    }

    @Test
    void keepsTheHeaderOfEmptyBranches() {
        Golden.check("tree-empty", StatusTree.of(service("web", "n/a", List.of())));
    }

    @Test
    void hangsHeartbeatsBelowTheLastBranch() {
        Golden.check("tree-hb", StatusTree.of(service("web", "up", List.of(
                row("ip#1", "up", "web@eth0"),
                row("sync#i0", "up", "to nodes", "first", "second"),
                row("sync#i1", "up", "to drpnodes"),
                row("hb#0", "warn", "hb.openha", "FROZEN_STOP"),
                row("hb#1", "up", "hb.openha", "fine")))));
    }

    @Test
    void wrapsLogLinesInEveryPlace() {
        String[] log = {"mount /dev/vg/lv on /srv/web: expected exit 0 within 10s, got exit 32",
            "fence-confirmed by a well-known and-otherwise-unremarkable power-distribution-unit",
            "a word of " + "0123456789".repeat(6) + " cut", "again", "again", "--no-break -9"};
        Golden.check("tree-log-wrapped", StatusTree.of(service("web", "warn", List.of(
                row("container#1", "warn", "nginx:latest", log),
                row("fs#1", "warn", "/dev/vg/lv@/srv/web", log),
                row("container#2", "warn", "last", log),
                row("sync#1", "warn", "not last", log),
                row("sync#2", "warn", "last", "   "),
                row("hb#1", "warn", "not last", log),
                row("hb#2", "warn", "last", log)))));
    }

    @Test
    void saysWhyBesideOverall() {
        Golden.check("tree-notice", StatusTree.of(Fixtures.noticed(Fixtures.registry("deb2"),
                "warn", "held: n1 silent, fence failed: exit 1")));
    }

    @Test
    void whatIsBeingDoneIsTheLastLine() {
        List<String> lines = StatusTree.of(Fixtures.tutorial("deb1").get(0).running(List.of(
                new ServiceStatus.Doing("start", "fs#1", 3100, 2000),
                new ServiceStatus.Doing("start", "fs#2", 90, -1))));
        assertEquals(List.of("start: fs#1, 3.1s, usually 2.0s", "start: fs#2, 90ms"),
                lines.subList(lines.size() - 2, lines.size()));
    }

    /** What was true a moment ago is written over, and leaves no trace before the next line. */
    @Test
    void onATerminalALineTakesThePlaceOfTheLast() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(all, true, StandardCharsets.UTF_8);
        Screen watched = new Screen("svcmgr", both, both, true);
        watched.passing("web: start: fs#1, 1.0s");
        watched.passing("web: start: fs#1, 2.0s");
        watched.show("web: started\n");
        assertEquals("\r\u001b[Kweb: start: fs#1, 1.0s\r\u001b[Kweb: start: fs#1, 2.0s\r\u001b[K"
                + "web: started\n", all.toString(StandardCharsets.UTF_8));
        all.reset();
        new Screen("svcmgr", both, both).passing("nobody watches");
        assertEquals(0, all.size());
    }
}
