package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All links cut between two healthy nodes: both can fence, and the one in use survives. */
@Tag("lab")
final class SplitTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("split");
    private static final Lab LAB = STAGE.lab;

    @RepeatedTest(2)
    void s14TheNodeThatRunsTheServiceSurvives() throws Exception {
        survives(STAGE.active(), STAGE.passive());
    }

    @Test
    void s15SoDoesTheOneThatItHasJustMovedTo() throws Exception {
        LabNode heir = STAGE.passive();
        LabNode old = STAGE.active();
        heir.does("takeover", "--wait", "--time", "60s");
        STAGE.awaitUp(heir);
        STAGE.watch.begin();
        survives(heir, old);
    }

    private void survives(LabNode active, LabNode passive) throws Exception {
        long mark = active.mark();
        long heard = passive.mark();
        LAB.does("cut", "n1", "n2");
        LAB.await(passive + " to be fenced", Stage.PATIENCE, () -> !passive.on());
        assertTrue(active.on() && active.is("up"), "it survives");
        LAB.await("the fence to be known", Stage.PATIENCE, () -> !active.journal(mark,
                "fence.end", "result", "confirmed").isEmpty());
        assertEquals(List.of(), active.journal(mark, "action.begin"));
        assertEquals(List.of(), passive.journal(heard, "action.begin"));
        assertEquals("defends", active.entry(mark, "decision", "do", "fence").facts().get("rule"));
        assertEquals(List.of(active.name()), STAGE.watch.holders());
    }
}
