package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Result;

/** An operator acts on a part of the service, is told to wait, and ends what runs. */
@Tag("lab")
final class PartTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("part");
    private static final Lab LAB = STAGE.lab;

    private LabNode active;
    private LabNode passive;
    private long here;
    private long there;

    @BeforeEach
    void note() {
        active = STAGE.active();
        passive = STAGE.passive();
        here = active.mark();
        there = passive.mark();
    }

    @Test
    void aPartIsStoppedAndStartedAgainWhileNobodyTakesTheService() throws Exception {
        List<String> plan = active.does("stop", "--rid", "ip#1", "--dry-run").lines().toList();
        assertEquals(List.of("web on " + active + ": freeze", "web on " + active + ": stop",
                "  ip#1"), plan);
        assertTrue(active.addressed(), "nothing was done");
        active.does("stop", "--rid", "ip#1");
        assertFalse(active.addressed(), "stopped");
        assertTrue(active.mounted() && active.frozen(), "the rest is left, and left alone");
        LAB.holds("nobody else starts it", Duration.ofSeconds(6), () -> passive.is("down"));
        assertEquals(List.of(), passive.journal(there, "action.begin"));
        active.does("start", "--rid", "ip#1");
        active.does("thaw", "--local");
        STAGE.awaitUp(active);
        assertEquals(1, active.journal(here, "step.begin", "do", "stop").size());
        assertEquals(1, active.journal(here, "step.begin", "do", "start").size());
    }

    @Test
    void noPartIsStartedBesideWhatIsUpElsewhere() throws Exception {
        for (String[] words : new String[][] {{"start", "--rid", "fs#1"},
            {"start", "--upto", "disk"}, {"startfs"}, {"start", "--rid", "ip"}}) {
            Result refused = passive.svcmgr(words);
            assertEquals(1, refused.exit(), refused::out);
            assertTrue(refused.err().contains("up on " + active), refused::err);
        }
        Result unknown = passive.svcmgr("start", "--rid", "fs#9");
        assertTrue(unknown.err().contains("expected one of container#1, disk#1, fs#1, ip#1"),
                unknown::err);
        assertFalse(passive.mounted() || passive.addressed(), "nothing is held there");
        assertEquals(List.of(), passive.journal(there, "action.begin"));
        assertEquals(List.of(active.name()), STAGE.watch.holders());
    }

    /** Once nothing of it is up here, others may work on what a run still writes. */
    @Test
    void aRunEndsByAnAbortAndBeforeAPartIsStopped() throws Exception {
        for (LabNode node : LAB.nodes()) {
            node.does("set", "task#1.command=sleep 600");
        }
        LAB.await("the task", Stage.PATIENCE,
                () -> active.does("print", "status").contains("task#1"));
        run();
        String ended = active.does("abort", "--rid", "task#1");
        assertTrue(ended.contains("task#1: its run is ended"), ended);
        assertEquals("failed", active.entry(here, "run.end").facts().get("result"));
        here = active.mark();
        run();
        active.does("stop", "--rid", "ip#1");
        assertTrue(active.entry(here, "run.end").number()
                < active.entry(here, "step.begin", "rid", "ip#1").number());
        active.does("start", "--rid", "ip#1");
        active.does("thaw", "--local");
        STAGE.awaitUp(active);
    }

    private void run() throws InterruptedException {
        Result begun = active.svcmgr("run", "--rid", "task#1", "--time", "1s");
        assertTrue(begun.err().contains("it goes on"), begun::err);
    }

    @Test
    void aStartIsAbortedInItsStepAndUndone() throws Exception {
        active.does("stop", "--wait");
        LabNode n1 = LAB.node("n1");
        n1.does("set", "container#1.blocking_pre_start=/bin/sleep 300");
        long mark = n1.mark();
        passive.does("start");
        LAB.await("the step that takes for ever", Stage.PATIENCE,
                () -> !n1.journal(mark, "step.begin", "rid", "container#1").isEmpty());
        assertTrue(n1.does("print", "status").contains("start: container#1, "), n1::name);
        Result busy = n1.svcmgr("stop", "--local", "--waitlock", "1s");
        assertEquals(1, busy.exit());
        assertTrue(busy.err().contains("another action is running: starting by root@")
                && busy.err().contains("container#1"), busy::err);
        n1.does("abort", "--wait");
        LAB.await("the end", Stage.PATIENCE,
                () -> !n1.journal(mark, "action.end", "result", "failed").isEmpty());
        String detail = n1.entry(mark, "action.end", "result", "failed").facts().get("detail");
        assertTrue(detail.startsWith("aborted by root@n1; container#1: interrupted; undone: "),
                detail);
        assertFalse(n1.mounted() || n1.addressed(), "undone");
        STAGE.awaitUp(LAB.node("n2")); // orchestrate = ha: somebody else is tried
    }
}
