package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
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

    private static final String SLOW = """
            [DEFAULT]
            nodes = n1 n2
            [app#1]
            type = forking
            start = /bin/sh -c 'sleep 3; touch /run/slow.1'
            stop = rm -f /run/slow.1
            check = test -e /run/slow.1
            [app#2]
            type = forking
            start = touch /run/slow.2
            stop = rm -f /run/slow.2
            check = test -e /run/slow.2
            """;

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

    @Test
    void s25ResumedAgentTakesNoStepBeforeItIsAnsweredAgain() throws Exception {
        for (LabNode node : LAB.nodes()) {
            Files.writeString(node.etc().resolve("services/slow.conf"), SLOW);
        }
        LAB.await("the slow service", Stage.PATIENCE,
                () -> !passive.journal(heard, "config.loaded", "service", "slow").isEmpty()
                        && !active.journal(marked, "config.loaded", "service", "slow").isEmpty());
        LAB.does("fence-mode", "fail");
        // It is refused until the other node has told that it knows the service.
        LAB.await("its first step", Stage.PATIENCE, () -> {
            passive.runs("svcmgr", "-s", "slow", "start", "--local", "--time", "300ms");
            return !passive.journal(heard, "step.begin", "rid", "app#1").isEmpty();
        });
        LAB.does("agent", passive.name(), "pause");
        LAB.holds("web stays on " + active, TIMEOUT.multipliedBy(3), () -> active.is("up"));
        LAB.does("agent", passive.name(), "resume");
        LAB.await("its second step", Stage.PATIENCE,
                () -> !passive.journal(heard, "step.end", "rid", "app#2").isEmpty());
        // The answer may be there before the step is due: then nothing had to be held back.
        passive.journal(heard, "step.held", "rid", "app#2").forEach(held -> assertTrue(
                held.facts().get("reason").startsWith("this process "), held::toString));
        assertTrue(passive.entry(heard, "node.stalled").number()
                < passive.entry(heard, "step.begin", "rid", "app#2").number(), "stalled first");
        for (LabNode node : LAB.nodes()) {
            node.runs("svcmgr", "-s", "slow", "stop", "--local");
            Files.delete(node.etc().resolve("services/slow.conf"));
        }
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
