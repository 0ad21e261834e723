package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent, or its whole node, stands still for a while. */
@Tag("lab")
final class PauseTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @RegisterExtension
    static final Stage STAGE = new Stage("pause", "LAB_TIMEOUT", TIMEOUT.toSeconds() + "s");
    private static final Lab LAB = STAGE.lab;

    private LabNode active;
    private LabNode passive;
    private long marked;
    private long heard;

    @BeforeEach
    void note() {
        active = STAGE.active();
        passive = STAGE.passive();
        marked = active.mark();
        heard = passive.mark();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "node"})
    void s27PausedPassiveSideDeclaresNobodyDead(String what) throws Exception {
        boolean agent = what.equals("agent");
        LAB.does(agent ? new String[] {"agent", passive.name(), "pause"}
                : new String[] {"pause", passive.name()});
        LAB.holds("web stays on " + active, TIMEOUT.multipliedBy(3), () -> active.is("up"));
        LAB.does(agent ? new String[] {"agent", passive.name(), "resume"}
                : new String[] {"resume", passive.name()});
        LAB.await("both to hear each other", Stage.PATIENCE,
                () -> active.joined() && passive.joined());
        LAB.holds("web stays on " + active, TIMEOUT, () -> active.is("up"));
        assertEquals(List.of(), passive.journal(heard, "peer.silent"));
        passive.entry(heard, "node.stalled");
        nothingMoved();
    }

    @Test
    void s25PausedActiveAgentIsFencedBeforeTheOtherStarts() throws Exception {
        LAB.does("agent", active.name(), "pause");
        STAGE.awaitUp(passive);
        assertTrue(!active.on(), "the node was fenced");
        assertTrue(passive.entry(heard, "fence.end", "result", "confirmed").number()
                < passive.entry(heard, "action.begin").number(), "confirmed, then started");
    }

    private void nothingMoved() throws InterruptedException {
        assertEquals(List.of(active.name()), STAGE.watch.holders());
        for (String event : List.of("action.begin", "fence.begin")) {
            assertEquals(List.of(), active.journal(marked, event));
            assertEquals(List.of(), passive.journal(heard, event));
        }
        assertTrue(STAGE.from(active), "it answers");
    }
}
