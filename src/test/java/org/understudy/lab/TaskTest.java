package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Result;

/** Tasks of a service on two nodes: where they run, and what happens to them when it moves. */
@Tag("lab")
final class TaskTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("task", "LAB_TIMEOUT", "12s");
    private static final Lab LAB = STAGE.lab;
    private static final String TASKS = "\n[task#1]\ncommand = hostname >> /srv/web/data/ran\n"
            + "schedule = *\n[task#2]\ncommand = sleep 600\n";

    private LabNode active;
    private LabNode passive;
    private long here;
    private long there;

    @BeforeEach
    void withTasks() throws Exception {
        active = STAGE.active();
        passive = STAGE.passive();
        here = active.mark();
        there = passive.mark();
        for (LabNode node : LAB.nodes()) {
            Files.writeString(node.file(), TASKS, java.nio.file.StandardOpenOption.APPEND);
        }
        LAB.await("both to know the tasks", Stage.PATIENCE, () -> LAB.nodes().stream()
                .allMatch(node -> node.web().filter(web -> web.resources().stream()
                        .anyMatch(row -> row.rid().equals("task#2"))).isPresent()));
    }

    @Test
    void dueTaskRunsWhereTheServiceIsUpAndNowhereElse() throws Exception {
        LAB.await("the due task", Stage.PATIENCE, () -> !active.journal(0, "run.end", "rid",
                "task#1", "result", "ok").isEmpty());
        assertEquals("by the schedule", "by the " + active.entry(0, "run.begin", "rid",
                "task#1").facts().get("by"));
        assertEquals(List.of(), passive.journal(there, "run.begin"));
        Result refused = passive.svcmgr("run", "--rid", "task#2");
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("it runs where its service is up"), refused.err());
    }

    @Test
    void runOutlivesItsAgentAndEndsWithItsServiceBeforeThatStartsElsewhere() throws Exception {
        assertEquals(1, active.svcmgr("run", "--rid", "task#2", "--time", "1s").exit());
        LAB.does("agent", active.name(), "kill");
        LAB.await("the next agent to find the run", Stage.PATIENCE, () -> active.journal(here,
                "run.begin", "rid", "task#2", "by", "an earlier life of the agent").size() == 1);
        passive.does("switch", "--to", passive.name(), "--wait");
        STAGE.awaitUp(passive);
        LAB.await("its end", Stage.PATIENCE, () -> active.journal(here, "run.end", "rid",
                "task#2", "result", "failed").size() == 1);
        assertEquals("", active.runs("pgrep", "-f", "-x", "sleep 600").out());
    }
}
