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

/** Nodes that are frozen, drained, shut down; and what an operator is told beforehand. */
@Tag("lab")
final class DepartureTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("departure");
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
    void s03MachineThatGoesDownHandsItsServicesOver() throws Exception {
        LAB.does("halt", active.name());
        STAGE.awaitUp(passive);
        assertEquals(List.of(), passive.journal(there, "fence.begin"));
        assertEquals(List.of(), passive.journal(there, "peer.silent"));
        LAB.await("that it left", Stage.PATIENCE, () -> !passive.journal(there, "peer.left",
                "peer", active.name()).isEmpty());
    }

    @Test
    void nodeShutdownStopsItsServicesAndEndsTheAgentForGood() throws Exception {
        Result result = active.runs("svcmgr", "node", "shutdown", "--wait");
        assertTrue(result.ok(), () -> result.err() + LAB.report());
        assertEquals(active + ": all services stopped, the agent ends\n", result.out());
        STAGE.awaitUp(passive);
        assertEquals(List.of(), passive.journal(there, "fence.begin"));
        assertFalse(active.mounted() || active.addressed(), "nothing is left");
        LAB.await("the agent's end", Stage.PATIENCE, () -> active.web().isEmpty());
        LAB.holds("it does not come back", Duration.ofSeconds(3), () -> active.web().isEmpty());
        assertTrue(active.on(), "the machine stays");
    }

    @Test
    void nodeRebootHandsItsServicesOverWithoutAFenceThenEndsTheMachine() throws Exception {
        Result none = active.runs("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                "svcmgr", "node", "reboot");
        assertTrue(none.exit() == 1 && active.web().isPresent(), none.err());
        String plan = active.runs("svcmgr", "node", "reboot", "--dry-run").out();
        assertTrue(plan.startsWith("web on " + active + ": stop\n")
                && plan.strip().endsWith("/reboot"), plan);
        Result result = active.runs("svcmgr", "node", "reboot");
        assertTrue(result.ok(), () -> result.err() + LAB.report());
        assertEquals(active + ": shutting down to boot again\n", result.out());
        STAGE.awaitUp(passive);
        LAB.await("the machine's end", Stage.PATIENCE, () -> !active.on());
        assertEquals(List.of(), passive.journal(there, "fence.begin"));
        LAB.does("boot", active.name());
        LAB.await("it is back", Stage.PATIENCE, active::joined);
        assertEquals(1, active.journal(here, "node.reboot").size());
        assertTrue(passive.is("up"), "nothing is taken back");
    }

    @Test
    void drainedNodeIsFrozenAndItsServicesMove() throws Exception {
        Result result = active.runs("svcmgr", "node", "drain", "--wait", "--reason", "new fan");
        assertTrue(result.ok(), () -> result.err() + LAB.report());
        assertEquals(active + ": drained\n", result.out());
        STAGE.awaitUp(passive);
        assertEquals(List.of(), passive.journal(there, "fence.begin"));
        String words = "node " + active + " frozen by root@" + active + " (new fan)";
        assertTrue(Stage.noticed(active, words), LAB::report);
        assertTrue(active.runs("svcmon").out().contains("web: " + words), LAB::report);
        assertTrue(passive.runs("svcmgr", "nodes").out().contains("frozen"), "seen there too");
        assertEquals(active + ": thawed\n", active.runs("svcmgr", "node", "thaw").out());
        LAB.holds("no way back", Duration.ofSeconds(4), () -> passive.is("up"));
    }

    @Test
    void frozenClusterSaysSoEverywhereUntilItsTimeIsOver() throws Exception {
        Result result = passive.runs("svcmgr", "cluster", "freeze", "--reason=move", "--for=8s");
        assertEquals("cluster: frozen\n", result.out(), () -> result.err());
        for (LabNode node : LAB.nodes()) {
            LAB.await("the word on " + node, Stage.PATIENCE, () -> Stage.noticed(node,
                    "cluster frozen by root@" + passive + " (move) until "));
        }
        LAB.await("its end", Stage.PATIENCE, () -> LAB.nodes().stream().allMatch(
                node -> node.web().filter(web -> web.notice().isEmpty()).isPresent()));
        assertEquals(List.of(active.name()), STAGE.watch.holders());
    }

    @Test
    void s59bThawThatStartsItNeedsAYes() throws Exception {
        passive.does("stop", "--wait", "--reason", "by hand");
        assertTrue(Stage.noticed(active, "frozen by root@" + passive + " (by hand)"));
        Result refused = passive.svcmgr("thaw", "--wait");
        assertEquals(1, refused.exit());
        assertTrue(refused.err().startsWith("web will start on n1\n"), refused.err());
        LAB.holds("it stays down", Duration.ofSeconds(3),
                () -> active.is("down") && passive.is("down") && passive.frozen());
        passive.does("thaw", "--wait", "--yes");
        STAGE.awaitUp(LAB.node("n1"));
    }

    @Test
    void restartStopsAndStartsItWhereItIs() throws Exception {
        passive.does("restart", "--wait");
        active.entry(here, "action.end", "do", "restart", "result", "ok");
        assertTrue(STAGE.from(active), "it answers");
        assertEquals(List.of(), passive.journal(there, "action.begin"));
    }

    @Test
    void whatIsAskedOfAnotherNodeIsDoneThere() throws Exception {
        Result asked = active.runs("svcmgr", "node", "drain", "--wait", "--node",
                passive.name());
        assertEquals(passive + ": drained\n", asked.out());
        String words = "node " + passive + " frozen by root@" + active;
        LAB.await(words, Stage.PATIENCE, () -> Stage.noticed(passive, words));
        assertFalse(Stage.noticed(active, words), LAB::report);
        assertEquals(passive + ": thawed\n",
                active.runs("svcmgr", "node", "thaw", "--node", passive.name()).out());
    }
}
