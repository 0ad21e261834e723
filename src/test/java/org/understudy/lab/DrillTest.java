package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Result;
import org.understudy.wire.JournalLine;

/** Rehearsals by day: what they do, and what they leave alone. */
@Tag("lab")
final class DrillTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("drill", "LAB_HB", "hb1 hb2", "LAB_TIMEOUT", "3s");
    private static final Lab LAB = STAGE.lab;

    private final ExecutorService beside = Executors.newSingleThreadExecutor();
    private Stage.Scene scene;
    private LabNode active;
    private LabNode passive;
    private long here;

    @BeforeEach
    void note() {
        scene = STAGE.scene();
        active = scene.active();
        passive = scene.passive();
        here = active.mark();
    }

    @AfterEach
    void end() {
        beside.shutdownNow();
    }

    private Future<Result> cut(String time) {
        return beside.submit(() -> active.runs("svcmgr", "cluster", "drill", "link-cut", "--for",
                time, "--yes"));
    }

    private void begun() throws InterruptedException {
        LAB.await("the drill", Stage.PATIENCE,
                () -> !active.journal(here, "drill.begun").isEmpty());
    }

    private JournalLine ended() throws InterruptedException {
        LAB.await("the drill's end", Stage.PATIENCE,
                () -> !active.journal(here, "drill.ended").isEmpty());
        return active.entry(here, "drill.ended");
    }

    private static boolean silent(LabNode node, String link) {
        return node.links().stream().anyMatch(one -> one.startsWith(link + " silent"));
    }

    private void nothingMoved() {
        assertEquals(List.of(active.name()), STAGE.watch.holders());
        for (String event : List.of("fence.begin", "peer.silent", "action.begin")) {
            assertEquals(List.of(), active.journal(here, event), event);
            assertEquals(List.of(), scene.journal(event), event);
        }
    }

    @Test
    void s57LinkIsCutNothingMovesAndItIsRestoredAndReported() throws Exception {
        String plan = active.runs("svcmgr", "cluster", "drill", "link-cut", "--dry-run").out();
        assertTrue(plan.contains("hb#1 of " + active + ": cut in both directions, for 10.0s"),
                plan);
        assertEquals(List.of(), active.journal(here, "drill.begun"));
        Future<Result> drill = cut("8s");
        LAB.await("the cut to be noticed on both", Stage.PATIENCE,
                () -> silent(active, "hb#1") && silent(passive, "hb#1"));
        LAB.await("it to be told", Stage.PATIENCE, () -> Stage.noticed(active, "a drill is on"));
        assertTrue(active.runs("svcmgr", "links").out().contains("cut by a drill"));
        Result second = active.runs("svcmgr", "cluster", "drill", "link-cut", "--yes");
        assertEquals(1, second.exit(), second::out);
        Result done = drill.get(60, TimeUnit.SECONDS);
        assertTrue(done.ok(), () -> done.summary() + "\n" + done.err() + LAB.report());
        assertTrue(done.out().contains("moved: nothing"), done::out);
        JournalLine ended = ended();
        assertEquals("ok", ended.facts().get("result"), ended::toString);
        assertTrue(ended.facts().get("detail").matches("hb#1 was cut for 8\\.\\ds, silent from .*,"
                + " and heard again .* after it was restored"), ended::toString);
        assertTrue(scene.same(), "where it was");
        LAB.await("both links again", Stage.PATIENCE,
                () -> !silent(active, "hb#1") && !silent(passive, "hb#1"));
        assertTrue(active.runs("svcmgr", "links").out().contains("a drill had cut this link"));
        LAB.await("the other node to show it", Stage.PATIENCE, () -> passive.runs("svcmgr",
                "drills").out().matches("(?s).*link-cut +hb#1 +root@" + active + " +ok .*"));
        nothingMoved();
    }

    @Test
    void s57AnotherLinkThatFailsEndsTheCutBeforeAnybodyIsLost() throws Exception {
        Future<Result> drill = cut("60s");
        begun();
        LAB.await("the link to be silent", Stage.PATIENCE, () -> silent(passive, "hb#1"));
        LAB.does("cut", "n1", "n2", "hb2");
        JournalLine ended = ended();
        assertEquals("reverted", ended.facts().get("result"), ended::toString);
        assertEquals("nothing", ended.facts().get("moved"));
        assertTrue(ended.facts().get("detail").contains(passive + " is not heard on hb#2 by "
                + active + " for ") || ended.facts().get("detail").contains("does not say that"),
                ended::toString);
        assertEquals(1, drill.get(60, TimeUnit.SECONDS).exit(), "not as it should be");
        LAB.await("the cut link alone to carry them", Stage.PATIENCE, () -> scene.joined()
                && !silent(passive, "hb#1") && silent(passive, "hb#2"));
        assertTrue(scene.same(), "where it was");
        nothingMoved();
    }

    @Test
    void s57AnAgentThatIsKilledInADrillComesBackWithoutTheCut() throws Exception {
        Future<Result> drill = cut("60s");
        begun();
        LAB.await("the link to be silent", Stage.PATIENCE, () -> silent(passive, "hb#1"));
        LAB.does("agent", active.name(), "kill");
        LAB.await("both links", Stage.PATIENCE, () -> scene.joined()
                && !silent(active, "hb#1") && !silent(passive, "hb#1"));
        assertEquals("interrupted", ended().facts().get("result"));
        assertFalse(drill.get(60, TimeUnit.SECONDS).ok(), "its agent is gone");
        LAB.await("the service as before", Stage.PATIENCE, scene::same);
        assertEquals(List.of(active.name()), STAGE.watch.holders());
    }

    @Test
    void s57bServiceGoesThereAndBackAndTheDowntimeIsTold() throws Exception {
        String plan = passive.does("drill", "switch-and-back", "--dry-run");
        assertTrue(plan.startsWith("web on " + active + ": stop") && plan.contains("then back to "
                + active), plan);
        Result unsaid = passive.svcmgr("drill", "switch-and-back");
        assertTrue(unsaid.err().contains("expected a yes"), unsaid::err);
        LAB.holds("nothing is done", Duration.ofSeconds(1), scene::same);
        long there = passive.mark();
        String done = passive.does("drill", "switch-and-back", "--yes");
        assertTrue(done.contains("moved: there and back"), done);
        assertTrue(done.matches("(?s).*downtime: [\\d.]+m?s there, [\\d.]+m?s back\n"), done);
        STAGE.awaitUp(active);
        assertTrue(scene.same(), "ownership is as before");
        assertEquals(1, passive.journal(there, "action.end", "do", "start", "result", "ok").size());
        assertEquals(1, active.journal(here, "action.end", "do", "start", "result", "ok").size());
        assertEquals("ok", passive.entry(there, "drill.ended").facts().get("result"));
        assertEquals(List.of(), passive.journal(there, "fence.begin"));
    }

    /** In its own mount namespace alone the service's disk is none. */
    @Test
    void s57bServiceThatCannotStartThereIsUpAgainWhereItWasAndThatIsTold() throws Exception {
        assertTrue(passive.runs("mount", "--bind", "/dev/null", "/mnt/shared/web.img").ok());
        try {
            long there = passive.mark();
            Result done = active.svcmgr("drill", "switch-and-back", "--yes");
            assertEquals(1, done.exit(), done::out);
            assertTrue(done.err().contains("failed: on the way to " + passive + ": its switch"
                    + " failed: ") && done.err().contains("it is up on " + active), done::err);
            assertTrue(done.err().contains("moved: nothing"), done::err);
            STAGE.awaitUp(active);
            assertEquals(1, passive.journal(there, "action.end", "do", "start", "result",
                    "failed").size(), "tried once");
            assertEquals("failed", ended().facts().get("result"));
        } finally {
            passive.runs("umount", "/mnt/shared/web.img");
        }
    }

    @Test
    void s57dLinkIsRestoredWhenSomebodyEndsTheDrill() throws Exception {
        Result none = active.runs("svcmgr", "drills", "end");
        assertTrue(none.err().contains("expected a drill of this node that is on, got none"),
                none::err);
        Future<Result> drill = cut("60s");
        begun();
        LAB.await("the link to be silent", Stage.PATIENCE, () -> silent(passive, "hb#1"));
        Result end = passive.runs("svcmgr", "drills", "end", "--node", active.name());
        assertTrue(end.ok(), () -> end.summary() + "\n" + end.err());
        assertTrue(end.out().matches("(?s)drills end: reverted: hb#1 was cut for .*; it ended"
                + " early: root@" + passive + " ended it\nmoved: nothing\n"), end::out);
        assertEquals("reverted", ended().facts().get("result"));
        assertEquals(1, drill.get(60, TimeUnit.SECONDS).exit(), "not as it should be");
        LAB.await("both links", Stage.PATIENCE,
                () -> !silent(active, "hb#1") && !silent(passive, "hb#1"));
        nothingMoved();
    }

    @Test
    void s57dServiceGoesBackAtOnceWhenSomebodyEndsTheDrill() throws Exception {
        Future<Result> drill = beside.submit(() -> active.runs("svcmgr", "-s", "web", "drill",
                "switch-and-back", "--yes"));
        LAB.await("its stop", Stage.PATIENCE,
                () -> !active.journal(here, "action.begin", "do", "stop").isEmpty());
        Result end = active.runs("svcmgr", "drills", "end");
        assertTrue(end.ok(), () -> end.summary() + "\n" + end.err());
        assertTrue(end.out().contains("reverted: root@" + active + " ended it on the way to "
                + passive + "; it went back at once, and is up on " + active), end::out);
        assertTrue(end.out().contains("moved: nothing"), end::out);
        assertEquals(1, drill.get(60, TimeUnit.SECONDS).exit(), "not as it should be");
        STAGE.awaitUp(active);
        assertTrue(scene.same(), "where it was");
    }

    @Test
    void s57cUnlessAllIsWellEveryReasonIsGivenAndNothingIsDone() throws Exception {
        active.does("freeze", "--local", "--reason", "disk");
        LAB.does("fence-mode", "missing");
        active.runs("svcmgr", "fence", "--test");
        LAB.does("cut", "n1", "n2", "hb2");
        LAB.await("the link to be silent", Stage.PATIENCE, () -> silent(active, "hb#2"));
        for (String[] words : new String[][] {{"svcmgr", "cluster", "drill", "link-cut", "--yes"},
            {"svcmgr", "-s", "web", "drill", "switch-and-back", "--yes"}}) {
            for (LabNode node : LAB.nodes()) {
                Result refused = node.runs(words);
                assertEquals(1, refused.exit(), refused::out);
                for (String reason : List.of("web is frozen by root@" + active + " (disk) on "
                        + active, "the fence of " + passive + " fails its test since", passive
                        + " is not heard on hb#2 by " + active, active + " is not heard on hb#2 by "
                        + passive)) {
                    assertTrue(refused.err().contains(reason), () -> reason + " in "
                            + refused.err());
                }
            }
        }
        for (LabNode node : LAB.nodes()) {
            assertEquals(List.of(), node.journal(here, "drill.begun"));
        }
        active.does("thaw", "--local");
        nothingMoved();
    }

    @Test
    void s57cNoDrillWhileAnotherNodeIsNotThere() throws Exception {
        LAB.does("agent", passive.name(), "stop");
        LAB.await("it to be away", Stage.PATIENCE, () -> active.runs("svcmgr", "-s", "web",
                "drill", "switch-and-back", "--yes").err().contains(passive + " is away"));
        Result refused = active.svcmgr("drill", "switch-and-back", "--yes");
        assertTrue(refused.err().contains("no other node could start web"), refused::err);
        assertEquals(List.of(), active.journal(here, "drill.begun"));
        LAB.does("agent", passive.name(), "start");
    }
}
