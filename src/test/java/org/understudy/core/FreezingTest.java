package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.understudy.model.Event;
import org.understudy.model.Freeze;
import org.understudy.model.Goal;
import org.understudy.model.Memory;
import org.understudy.model.Memory.ClusterFreeze;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.NodeRequest;
import org.understudy.model.NodeState;
import org.understudy.model.Request;
import org.understudy.model.Standing;
import org.understudy.model.Status;
import org.understudy.model.Terms;
import org.understudy.model.Vitals;

/** Who froze what, why, and for how long. */
final class FreezingTest {
    private static final Terms TWO_HOURS =
            new Terms("new disk", Optional.of(Duration.ofMinutes(2)));

    private static NodeRequest node(NodeRequest.Goal goal, boolean cluster) {
        return new NodeRequest("r", "root@n1", goal, cluster, TWO_HOURS);
    }

    private static Standing told(ClusterFreeze word) {
        return new Standing(word.freeze().isPresent(), word, Vitals.UNKNOWN, new TreeMap<>(),
                Duration.ZERO, Set.of(), Set.of());
    }

    @Test
    void aServiceThatIsFrozenForAWhileIsThawedByItself() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2").beat("m2", Status.DOWN, Monitor.IDLE);
        n1.take(new Event.Asked(new Request("r", "root@n1", OneNode.WEB, Goal.FROZEN,
                Request.Scope.LOCAL, Optional.empty(), TWO_HOURS)));
        n1.pass(Duration.ofSeconds(110), Status.DOWN, Monitor.IDLE);
        assertEquals("frozen here by root@n1 (new disk)", n1.ruling().reason());
        n1.pass(Duration.ofSeconds(20), Status.DOWN, Monitor.IDLE);
        assertEquals(Monitor.STARTING, n1.monitor());
    }

    @Test
    void aFrozenNodeStartsNothingAndSaysSoToTheOthers() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2").beat("m2", Status.DOWN, Monitor.IDLE);
        n1.take(new Event.NodeAsked(node(NodeRequest.Goal.FROZEN, false)));
        n1.pass(Duration.ofSeconds(60), Status.DOWN, Monitor.IDLE);
        assertEquals("frozen with this node by root@n1 (new disk)", n1.ruling().reason());
        assertTrue(Beats.of(n1.view()).standing().frozen());
        n1.pass(Duration.ofSeconds(70), Status.DOWN, Monitor.IDLE);
        assertFalse(Beats.of(n1.view()).standing().frozen(), "its time is over");
    }

    @Test
    void aDrainedNodeStopsItsServicesAndStaysFrozen() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2").started();
        n1.take(new Event.NodeAsked(node(NodeRequest.Goal.DRAINED, false)));
        assertEquals(Monitor.STOPPING, n1.monitor());
        assertEquals(NodeState.DRAINING, n1.view().self().state());
        n1.ended(true, Status.DOWN, Status.DOWN);
        assertEquals(NodeState.IDLE, n1.view().self().state());
        assertTrue(n1.view().frozen().isPresent());
    }

    @Test
    void theLatestWordAboutTheClusterHoldsOnEveryNode() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2");
        Freeze freeze = new Freeze("root@n2", "move", new Moment(0), Optional.empty());
        n1.standing(told(new ClusterFreeze(3, Optional.of(freeze), Optional.empty())))
                .beat("m2", Status.DOWN, Monitor.IDLE);
        assertEquals("root@n2", n1.view().frozen().orElseThrow().author());
        n1.standing(told(new ClusterFreeze(2, Optional.empty(), Optional.empty())))
                .beat("m2", Status.DOWN, Monitor.IDLE);
        assertTrue(n1.view().frozen().isPresent(), "an older word");
        n1.take(new Event.NodeAsked(node(NodeRequest.Goal.THAWED, true)));
        assertEquals(4, Memories.of(n1.view()).cluster().number());
        assertTrue(n1.view().frozen().isEmpty());
    }

    @Test
    void whatIsFrozenIsRememberedByTheNextAgent() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2").started();
        n1.take(new Event.Asked(new Request("r", "root@n1", OneNode.WEB, Goal.FROZEN,
                Request.Scope.LOCAL, Optional.empty(), TWO_HOURS)));
        Memory kept = Memories.of(n1.view());
        assertEquals("new disk",
                kept.services().get(OneNode.WEB).freeze().orElseThrow().reason());
        assertEquals(1, kept.services().get(OneNode.WEB).moves().count());
    }
}
