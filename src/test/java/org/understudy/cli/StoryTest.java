package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.understudy.wire.JournalLine;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;

/** The first sentence of {@code explain} for every cause, and the other texts, as reviewed. */
final class StoryTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void theFirstSentenceNamesTheTrueCause() {
        moves();
        switchesAndFailures();
        nowhere();
        Golden.check("explain-sentences", told);
    }

    private void moves() {
        tell("crash and fence", up(), Past.takeover());
        tell("vouched", up(), started("crash", "n1 fell silent on every link at 14:03:02, "
                + "root@n2 vouched that it is off", "n1"));
        tell("accepted risk", up(), started("crash", "n1 fell silent on every link at 14:03:02, "
                + "nothing proves that it is off (takeover_without_proof accepts that risk)",
                "n1"));
        tell("clean shutdown, n1's own words", up(), new Past()
                .decision("14:02:00.000", "n1", "stop", "cause", "waiting", "because",
                        "n1 is shutting down")
                .end("14:02:01.000", "n1", "stop", "ok")
                .decision("14:02:02.000", "n2", "start", "cause", "left", "because",
                        "n1 stopped it and left at 14:02:01", "from", "n1")
                .end("14:02:03.000", "n2", "start", "ok"));
        tell("clean shutdown, n1's words not here", up(), started("left",
                "n1 stopped it and left at 14:02:01", "n1"));
        tell("boot", up(), started("boot", "no node ran it when the agent of n2, which started"
                + " at 14:01:00, joined; n1 was not heard since the agent of n2 started at"
                + " 14:01:00, was fenced (confirmed after 52ms, 2 tries)", ""));
        tell("resource failure on n1", up(), new Past()
                .line("14:02:00.000", "n1", "instance.changed", "was", "up", "avail", "warn",
                        "resources", "fs#1 down")
                .decision("14:02:00.100", "n1", "stop", "cause", "asked", "because",
                        "monitor_action = switch: fs#1 is down")
                .end("14:02:01.000", "n1", "stop", "ok")
                .decision("14:02:02.000", "n2", "start", "cause", "ended", "because",
                        "n1 no longer ran it at 14:02:01", "from", "n1")
                .end("14:02:03.000", "n2", "start", "ok"));
        tell("it went down by itself here", up(), new Past()
                .line("14:02:00.000", "n2", "instance.changed", "was", "up", "avail", "down",
                        "resources", "app#1 down")
                .decision("14:02:00.100", "n2", "start", "cause", "went_down", "because",
                        "it was no longer up there at 14:02:00", "from", "n2")
                .end("14:02:03.000", "n2", "start", "ok"));
    }

    private void switchesAndFailures() {
        tell("switch", up(), new Past().decision("14:02:00.000", "n1", "stop", "cause",
                        "operator", "because", "root@n1 switched it to n2")
                .end("14:02:01.000", "n1", "stop", "ok")
                .decision("14:02:01.100", "n2", "start", "cause", "operator", "because",
                        "root@n1 switched it to n2").end("14:02:03.000", "n2", "start", "ok"));
        tell("start", up(), started("operator", "root@n2 asked for it to be started", ""));
        tell("thaw", up(), started("thawed", "root@n2 thawed it", ""));
        tell("failed start elsewhere", up(), new Past()
                .decision("14:02:00.000", "n1", "start", "cause", "boot", "because", "…")
                .end("14:02:01.000", "n1", "start", "failed")
                .decision("14:02:01.100", "n2", "start", "cause", "start_failed", "because",
                        "its start failed on n1", "from", "n1")
                .end("14:02:03.000", "n2", "start", "ok"));
        tell("came up by itself", up(), new Past().line("14:02:00.000", "n2",
                "instance.changed", "was", "down", "avail", "up", "resources", "app#1 up"));
        tell("repaired", up(), started("operator", "root@n2 asked for it to be started", "")
                .line("15:00:00.000", "n2", "instance.changed", "was", "up", "avail", "warn",
                        "resources", "app#1 down")
                .decision("15:00:00.100", "n2", "restart", "rule", "repairs", "because",
                        "app#1 went down: try 1 of 3 to start it again")
                .end("15:00:01.000", "n2", "restart", "ok"));
        tell("crash after n1 reset itself", up(), new Past().end("14:00:00.000", "n1", "start",
                        "ok").decision("14:01:00.000", "n1", "reboot", "because",
                        "fs#1 stays down").decision("14:03:04.160", "n2", "start", "cause",
                        "crash", "because", "n1 fell silent on every link at 14:03:02, was fenced"
                        + " (confirmed after 47ms)", "from", "n1")
                .end("14:03:05.460", "n2", "start", "ok"));
        tell("starting", Past.now("warn", "starting", "silent", "undef", "starting"), new Past()
                .decision("14:03:04.160", "n2", "start", "cause", "crash", "because",
                        "n1 fell silent on every link at 14:03:02, was fenced (confirmed after"
                        + " 47ms)", "from", "n1"));
        tell("rotated away", up(), new Past());
        tell("up on the other one, still heard", Past.now("down", "idle", "alive", "up",
                "up on n1"), new Past().decision("14:05:50.000", "n1", "start", "cause",
                "operator", "because", "root@n1 asked for it to be started")
                .end("14:05:51.300", "n1", "start", "ok"));
    }

    private void nowhere() {
        ServiceStatus down = Past.now("down", "idle", "alive", "down", "frozen here");
        tell("stopped", down, new Past().decision("14:02:00.000", "n2", "stop", "cause",
                "operator", "because", "root@n1 asked for it to be stopped")
                .end("14:02:01.000", "n2", "stop", "ok"));
        tell("start failed", Past.now("down", "start failed", "alive", "down", "start failed"
                + " here: fs#1: mount: exit 32; svcmgr -s web clear lets it be tried again"),
                new Past().decision("14:02:00.000", "n2", "start", "cause", "boot", "because", "…")
                        .end("14:02:01.000", "n2", "start", "failed"));
        tell("blocked", Past.now("down", "idle", "silent", "undef", "n1 is silent and the fence"
                + " did not confirm that it is off: exit 1; next try 2s after that"), new Past()
                .decision("14:05:50.000", "n1", "start", "cause", "operator", "because", "…")
                .end("14:05:51.300", "n1", "start", "ok"));
        tell("went down", down, new Past().end("14:01:00.000", "n2", "start", "ok")
                .line("14:02:00.000", "n2", "instance.changed", "was", "up", "avail", "down",
                        "resources", "app#1 down"));
        tell("partly", Past.now("warn", "idle", "alive", "down", "only partly up here: fs#1"
                + " down"), new Past().end("14:01:00.000", "n2", "start", "ok")
                .line("14:02:00.000", "n2", "instance.changed", "was", "up", "avail", "warn",
                        "resources", "fs#1 down"));
        tell("partly, with what it has to say", warned(), new Past()
                .decision("14:00:00.000", "n2", "start", "cause", "operator", "because",
                        "root@n1 asked for it to be started")
                .end("14:01:00.000", "n2", "start", "ok"));
        tell("seen for the first time", down, new Past().line("14:02:00.000", "n2",
                "instance.changed", "was", "undef", "avail", "down", "resources", "app#1 down"));
        tell("started without an error, and not up", down, new Past()
                .decision("14:02:00.000", "n2", "start", "cause", "operator", "because",
                        "root@n1 asked for it to be started")
                .end("14:02:01.000", "n2", "start", "ok"));
        tell("partly since before the journals", warned(), new Past());
        tell("nothing known", down, new Past());
    }

    @Test
    void explainShowsWhatTheDecisionRestedOn() {
        ServiceStatus now = up();
        Golden.check("explain-takeover", Explanation.of(now,
                new Story(now, Past.takeover().lines())));
    }

    @Test
    void explainTellsProgramsTheSame() {
        ServiceStatus now = up().ruled("content");
        Golden.check("json-explain", Shapes.indent(Shapes.write(Explanation.told(now,
                new Story(now, Past.takeover().lines())))) + "\n");
        ServiceStatus held = Fixtures.noticed(up(), "warn", "frozen here; up here; disk full");
        assertEquals(List.of("up here", "frozen here", "disk full"),
                Explanation.told(held, new Story(held, List.of())).reasons());
    }

    @Test
    void explainSaysWhyNothingCameOfWhatWasAsked() {
        Past past = Past.takeover().line("14:04:00.000", "n2", "request.refused", "goal",
                "placed", "author", "root@n2", "detail", "it stays on n2, since n1 is preferred"
                + " and cannot run it: it is frozen on n1");
        String asked = "asked:   placed by root@n2 at 14:04:00 was refused: it stays on n2, since"
                + " n1 is preferred and cannot run it: it is frozen on n1";
        assertEquals(asked, last(past));
        past.line("14:05:00.000", "n2", "request.reached", "goal", "thawed");
        assertTrue(last(past).startsWith("took:"), last(past));
        past.line("14:06:00.000", "n2", "request.failed", "goal", "placed", "author", "root@n2",
                "detail", "n1 is not heard");
        assertEquals("asked:   placed by root@n2 at 14:06:00 was not done: n1 is not heard",
                last(past));
        past.end("14:07:00.000", "n2", "stop", "ok");
        assertFalse(last(past).startsWith("asked:"), last(past));
    }

    private static String last(Past past) {
        List<String> details = new Story(up(), past.lines()).details();
        return details.isEmpty() ? "" : details.get(details.size() - 1);
    }

    @Test
    void takeoversAreSplitByPhaseWithMedians() {
        List<JournalLine> ends = new Past()
                .end("14:00:00.000", "n1", "start", "ok")
                .end("14:03:05.460", "n2", "start", "ok", "detection", "2.104s", "decision",
                        "9ms", "fence", "47ms", "groups", "ip 20ms, fs 300ms, container 970ms",
                        "total", "3.460s")
                .end("14:10:00.000", "n1", "start", "failed", "total", "9.999s")
                .end("14:20:05.000", "n1", "start", "ok", "detection", "2.200s", "decision",
                        "1ms", "fence", "0ms", "groups", "ip 30ms, app 100ms", "total", "2.401s")
                .lines();
        Golden.check("rto", Takeovers.of("web", Takeovers.last("web", 10, ends)));
        assertEquals(2, Takeovers.of("web", Takeovers.last("web", 1, ends)).size());
        assertEquals(List.of("no takeover of web is in the journals here"),
                Takeovers.of("web", List.of()));
    }

    private static ServiceStatus warned() {
        ServiceStatus s = Past.now("warn", "idle", "alive", "down", "orchestrate = no: it starts"
                + " when an operator says so");
        return new ServiceStatus(s.name(), s.node(), s.env(), s.orchestrate(), false, s.monitor(),
                s.avail(), s.overall(), s.groups(), List.of(
                        new ServiceStatus.Row("app#1", "app", "....", "warn", "forking: launcher",
                                List.of("script /etc/understudy/services/web.d/launcher does not"
                                        + " exist")),
                        new ServiceStatus.Row("ip#1", "ip", "....", "up", "10.0.0.1", List.of())),
                "", s.reason(), s.instances());
    }

    private static ServiceStatus up() {
        return Past.now("up", "idle", "fenced", "undef", "up here");
    }

    private static Past started(String cause, String because, String from) {
        return new Past().decision("14:03:04.160", "n2", "start", "cause", cause, "because",
                because, "from", from).end("14:03:05.460", "n2", "start", "ok");
    }

    private void tell(String what, ServiceStatus now, Past past) {
        told.add(what);
        told.add("  " + new Story(now, past.lines()).sentence());
    }
}
