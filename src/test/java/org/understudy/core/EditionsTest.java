package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.understudy.model.Edition;
import org.understudy.model.Edition.Lag;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Request;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.Status;
import org.understudy.model.Terms;

/** Nothing is started by a file that was changed elsewhere since; what runs goes on. */
final class EditionsTest {
    private static final NodeName N2 = new NodeName("n2");
    private static final Duration LONG = Duration.ofSeconds(8);

    private final OneNode node = new OneNode(Set.of(), "n1", "n2");

    @Test
    void aStartWaitsForTheNewerFileOfANodeThatIsHeard() {
        node.read(new Edition(4, "four")).edition(new Edition(5, "five"))
                .pass(LONG, Status.DOWN, Monitor.IDLE);
        assertFalse(node.starts());
        assertEquals(Rule.WAITING, node.ruling().rule());
        assertEquals("n2 has another version of its file, which is not here yet",
                node.ruling().reason());
        node.read(new Edition(5, "five"));
        pass();
        assertEquals(Monitor.STARTING, node.monitor());
    }

    @Test
    void anOlderFileThereHoldsNobodyBackHereAndIsNoPlaceToRun() {
        node.read(new Edition(5, "five")).edition(new Edition(4, "four"));
        pass();
        assertEquals(Monitor.STARTING, node.monitor());
        assertEquals(Optional.of("n2 has an older version of its file"), stale(N2));
    }

    @Test
    void theSameContentUnderAnotherNumberIsNoOtherFile() {
        node.read(new Edition(4, "same")).edition(new Edition(5, "same"));
        pass();
        assertEquals(Monitor.STARTING, node.monitor());
    }

    @Test
    void whoTellsOfNoVersionsHoldsNobodyBack() {
        node.read(new Edition(4, "four"));
        pass();
        assertEquals(Monitor.STARTING, node.monitor());
    }

    /** Otherwise a node could be started by what its last owner had changed. */
    @Test
    void theFileOfANodeThatIsGoneIsWaitedForTooUntilAnOperatorDecides() {
        node.read(new Edition(4, "four")).edition(new Edition(5, "five"))
                .pass(Duration.ofSeconds(1), Status.DOWN, Monitor.IDLE)
                .take(new Event.Loaded(List.of())).read(new Edition(4, "four"))
                .probed(Status.DOWN, Status.DOWN).pass(LONG)
                .take(new Event.Vouched(N2, "root@n1")).pass(LONG);
        assertFalse(node.starts());
        assertEquals(Rule.NEEDS_OPERATOR, node.ruling().rule());
        assertTrue(node.ruling().reason().endsWith("and n2 is not heard; svcmgr -s web config"
                + " take n1 goes by the file that is here"), node.ruling().reason());
        node.read(new Edition(6, "four")).pass(LONG);
        assertEquals(Monitor.STARTING, node.monitor());
    }

    @ParameterizedTest
    @EnumSource(names = {"BEHIND", "REFUSED", "SPLIT"})
    void whatIsKnownOfTheFileHereHoldsAStartAlsoAnOperators(Lag lag) {
        node.read(new Edition(4, "four", lag, List.of(N2))).edition(new Edition(4, "four"));
        pass();
        node.take(new Event.Asked(new Request("id", "root@n1", OneNode.WEB, Goal.STARTED,
                Request.Scope.CLUSTER, Optional.empty(), Terms.NONE)));
        pass();
        assertEquals(Monitor.IDLE, node.monitor());
        assertEquals(stale(new NodeName("n1")), Optional.of(node.ruling().reason()));
    }

    @ParameterizedTest
    @EnumSource(names = {"BEHIND", "REFUSED", "SPLIT"})
    void whatAnotherNodeTellsOfItsFileKeepsTheServiceFromGoingThere(Lag lag) {
        node.read(new Edition(4, "four")).edition(new Edition(3, "three", lag, List.of()))
                .pass(Duration.ofSeconds(1), Status.DOWN, Monitor.IDLE);
        assertTrue(stale(N2).isPresent());
        assertTrue(Placement.obstacles(node.view(), node.view().services().get(OneNode.WEB), N2)
                .contains(stale(N2).orElseThrow()));
    }

    /** As a simulation sees another node from here. */
    @ParameterizedTest
    @EnumSource(names = {"BEHIND", "REFUSED", "SPLIT"})
    void whoHasTheOtherFileNeedNotBeKnown(Lag lag) {
        node.read(new Edition(4, "four", lag, List.of()));
        pass();
        assertTrue(node.ruling().reason().contains("another node"), node.ruling().reason());
    }

    @Test
    void whatRunsGoesOn() {
        node.read(new Edition(4, "four")).started()
                .read(new Edition(4, "four", Lag.SPLIT, List.of(N2)))
                .edition(new Edition(4, "vier", Lag.SPLIT, List.of()))
                .pass(LONG, Status.DOWN, Monitor.IDLE);
        assertEquals(List.of(), node.ruling().actions());
        assertEquals("up here", node.ruling().reason());
    }

    private void pass() {
        node.pass(LONG, Status.DOWN, Monitor.IDLE);
    }

    private Optional<String> stale(NodeName which) {
        return Editions.stale(node.view(), node.view().services().get(OneNode.WEB), which);
    }
}
