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

    /** The service's own daemon has it or not: that is known once it runs, on its filesystem. */
    @Test
    void noContainerBeginsWhereTheImageOfAnotherCannotCome() throws Exception {
        active.does("stop", "--wait");
        LabNode n1 = LAB.node("n1");
        n1.does("set", "container#2.type=docker", "container#2.image=no/such:1",
                "container#2.image_pull_policy=never");
        long mark = n1.mark();
        String said = n1.svcmgr("start", "--local", "--wait").err();
        assertTrue(said.contains("container#2: the image no/such:1 is not on this node")
                && said.contains("svcmgr -s web docker pull no/such:1"), said);
        assertEquals(List.of(), n1.journal(mark, "resource.log", "rid", "container#1").stream()
                .filter(one -> one.facts().get("message").startsWith("docker ")).toList());
        assertFalse(n1.mounted() || n1.addressed(), "undone");
        n1.does("unset", "container#2");
        n1.does("clear");
        n1.does("start");
        STAGE.awaitUp(n1);
    }

    /** Its check cannot be run, so nobody knows; its operator has looked. */
    @Test
    void whatCannotBeReadIsForgottenOnAnOperatorsWordAndTheRestStaysUp() throws Exception {
        active.does("set", "app#1.type=forking", "app#1.check=kill -STOP $$", "app#1.check_timeout"
                + "=1s");
        LAB.await("its check was not answered", Stage.PATIENCE, () -> active.is("undef")
                && active.does("print", "status").contains("killed at its deadline"));
        active.does("unset", "app#1");
        LAB.await("the file waits", Stage.PATIENCE,
                () -> active.does("print", "status").contains("drops [app#1]"));
        Result early = active.svcmgr("forget", "--rid", "fs#1", "--i-verified-it-is-down");
        assertTrue(early.err().contains("fs#1 is up"), early::err);
        String told = active.does("forget", "--rid", "app#1", "--i-verified-it-is-down");
        assertTrue(told.contains("[app#1] forgotten"), told);
        STAGE.awaitUp(active);
        assertTrue(active.mounted() && active.addressed(), "the rest is as it was");
        assertEquals(List.of(), active.journal(here, "action.begin"));
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
