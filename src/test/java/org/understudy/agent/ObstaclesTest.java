package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Status;

/** {@code explain --why-not}: every reason, not the first one. */
final class ObstaclesTest {
    private final Rounds n2 = new Rounds(true, false);

    @Test
    void allReasonsAreListed() {
        n2.beat(Status.UNDEF, Monitor.START_FAILED, NodeState.MAINTENANCE);
        List<String> all = obstacles().of(Rounds.N1);
        assertEquals(3, all.size(), all.toString());
        assertTrue(String.join("\n", all).contains("its start failed on n1"), all.toString());
        n2.pass(Duration.ofSeconds(70));
        assertEquals(List.of("n1 is silent on every link, and the fence is running",
                "start failed on n1, when it was last heard"), obstacles().of(Rounds.N1));
        assertEquals(List.of("n9 is not one of its nodes"),
                obstacles().of(new NodeName("n9")));
    }

    @Test
    void aNodeThatCouldRunItIsToldWhyItDoesNot() {
        n2.beats(Duration.ofSeconds(2), Status.UP, Monitor.IDLE);
        assertTrue(obstacles().runs(Rounds.N1));
        assertEquals(List.of(), obstacles().of(Rounds.N2));
        assertEquals(List.of("it is up on n1, and nothing is taken from a node that runs it"),
                obstacles().around(Rounds.N2));
    }

    private Obstacles obstacles() {
        return new Obstacles(n2.view(), n2.view().services().get(Rounds.WEB));
    }
}
