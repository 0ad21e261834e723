package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.wire.Explained;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Shapes;
import org.understudy.wire.Takeover;

/** A node dies, and the other one tells what happened, also of the dead one's last hours. */
@Tag("lab")
final class ExplainTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("explain");
    private static final Lab LAB = STAGE.lab;

    @Test
    void s58SurvivorTellsTheTrueCauseAndWhatTheDeadNodeWrote() throws Exception {
        LabNode dead = STAGE.active();
        LabNode heir = STAGE.passive();
        List<JournalLine> own = dead.journal(0);
        JournalLine last = own.get(own.size() - 1);
        LAB.await("the journal of " + dead + " on " + heir, Stage.PATIENCE,
                () -> wrote(heir, dead).contains(last));
        LAB.does("kill", dead.name());
        STAGE.awaitUp(heir);
        LAB.await("the start to be written down", Stage.PATIENCE, () -> heir.journal(0,
                "action.end", "do", "start", "result", "ok").size() > 0);

        String cause = "web runs on " + heir + " since \\d\\d:\\d\\d:\\d\\d: " + dead
                + " fell silent on every link at \\d\\d:\\d\\d:\\d\\d, was fenced"
                + " \\(confirmed after [\\d.]+m?s\\) and " + heir + " started it in [\\d.]+m?s";
        String first = heir.does("explain").lines().findFirst().orElseThrow();
        assertTrue(first.matches(cause), first);
        assertTrue(wrote(heir, dead).contains(last), "its last replicated line");
        inCausalOrder(heir, dead);
        assertTrue(heir.does("rto").lines().toList().get(1).matches(
                ".* " + heir + " +[2-5]\\.\\d{3}s .*"), "detection after 2 s");
        Explained told = Shapes.read(heir.does("explain", "--format", "json"), Explained.class);
        assertEquals(first, told.sentence());
        assertEquals("content", told.rule());
        assertEquals("takes_over", told.decision().get("rule"));
        Takeover took = Shapes.list(heir.does("rto", "--format", "json"), Takeover.class).get(0);
        assertTrue(took.totalMillis() > took.phaseMillis().get("detection"), took::toString);
        String whyNot = heir.does("explain", "--why-not", dead.name());
        assertTrue(whyNot.startsWith("web does not run on " + dead + ":\n- " + dead
                + " is silent on every link and was fenced"), whyNot);

        LAB.does("agent", heir.name(), "restart");
        LAB.await("the agent of " + heir, Stage.PATIENCE, () -> heir.is("up"));
        assertEquals(first, heir.does("explain").lines().findFirst().orElseThrow());

        LAB.does("boot", dead.name());
        LAB.await(dead + " to join", Stage.PATIENCE, () -> dead.joined() && heir.joined());
        LAB.await("the same answer from " + dead, Stage.PATIENCE, () -> dead.does("explain")
                .lines().findFirst().orElseThrow().equals(first));
    }

    /** What one node shows of what another one wrote. */
    private static List<JournalLine> wrote(LabNode at, LabNode by) throws InterruptedException {
        return at.runs("svcmgr", "timeline", "--node", by.name(), "--format", "json",
                "--since", "1h").out().lines()
                .map(line -> Shapes.read(line, JournalLine.class)).toList();
    }

    private static void inCausalOrder(LabNode heir, LabNode dead) throws InterruptedException {
        List<String> all = heir.runs("svcmgr", "timeline", "--since", "1h").out().lines()
                .toList();
        int up = last(all, dead + " action.end ");
        int silent = last(all, heir + " peer.silent ");
        int fenced = last(all, heir + " fence.end ");
        int started = last(all, heir + " action.end ");
        assertTrue(0 <= up && up < silent && silent < fenced && fenced < started,
                String.join("\n", all));
    }

    private static int last(List<String> lines, String part) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        return -1;
    }
}
