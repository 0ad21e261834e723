package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;

/** The agent alone dies or leaves: services outlive it, and nothing moves. */
@Tag("lab")
final class AgentTest {
    /** Long enough for a new agent to begin on a machine that is busy with other things. */
    @RegisterExtension
    static final Stage STAGE = new Stage("agent", "LAB_TIMEOUT", "12s");
    private static final Lab LAB = STAGE.lab;

    private LabNode active;
    private LabNode passive;
    private long marked;
    private long heard;
    private String container;

    @BeforeEach
    void note() throws Exception {
        active = STAGE.active();
        passive = STAGE.passive();
        marked = active.mark();
        heard = passive.mark();
        container = container();
    }

    @Test
    void s01KilledAgentComesBackToTheSameContainer() throws Exception {
        LAB.does("agent", active.name(), "kill");
        awaitNewAgent();
        nothingMoved();
    }

    @Test
    void s04AgentThatAnOperatorStopsIsWaitedFor() throws Exception {
        LAB.does("agent", active.name(), "stop");
        String why = active + " announced that its agent is away; after 60s it counts as silent";
        LAB.await("the other to say why it waits", Stage.PATIENCE, () -> passive.web()
                .filter(web -> web.reason().contains(why)).isPresent());
        assertTrue(passive.does("explain").contains("because: " + why), "explain says why");
        assertTrue(STAGE.from(active), "it answers without its agent");
        LAB.does("agent", active.name(), "start");
        awaitNewAgent();
        nothingMoved();
    }

    @Test
    void s04RestartedAgentChangesNothing() throws Exception {
        LAB.does("agent", active.name(), "restart");
        awaitNewAgent();
        nothingMoved();
    }

    private void awaitNewAgent() throws InterruptedException {
        LAB.await("a new agent on " + active, Stage.PATIENCE,
                () -> !active.journal(marked, "agent.ready").isEmpty());
        LAB.await("it to be attached again", Stage.PATIENCE, () -> active.joined()
                && passive.joined() && active.is("up"));
    }

    private void nothingMoved() throws InterruptedException {
        assertEquals(container, container(), "the same container all the while");
        assertEquals(List.of(active.name()), STAGE.watch.holders());
        for (String event : List.of("action.begin", "step.begin", "fence.begin")) {
            assertEquals(List.of(), active.journal(marked, event));
            assertEquals(List.of(), passive.journal(heard, event));
        }
        assertTrue(STAGE.from(active), "it answers");
    }

    /** Id, process and start time; docker itself may be busy for a moment. */
    private String container() throws InterruptedException {
        String[] said = {""};
        Await.until(() -> {
            said[0] = active.svcmgr("docker", "inspect", "-f",
                    "{{.Id}} {{.State.Pid}} {{.State.StartedAt}} {{.RestartCount}}",
                    "web.container.1").out();
            return !said[0].isBlank();
        }, Duration.ofMillis(100), Deadline.in(Stage.PATIENCE));
        return said[0];
    }
}
