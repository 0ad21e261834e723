package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Group;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.Rules;
import org.understudy.model.Status;

/** What becomes of a service that is up on n1 if that leaves for good. */
final class HandoverTest {
    private final OneNode node = new OneNode(Set.of(), "n1", "n2");

    private Optional<String> obstacle(OneNode of) {
        return Handover.obstacle(of.view(), OneNode.WEB);
    }

    @Test
    void anotherNodeThatCanGoesOnWithIt() {
        node.started();
        assertEquals(Optional.empty(), obstacle(node));
        assertEquals(Optional.of(new NodeName("n2")),
                Handover.taker(node.view(), OneNode.WEB));
    }

    @Test
    void whatIsDownHereIsNoObstacle() {
        node.beat("m2", Status.DOWN, Monitor.START_FAILED);
        assertEquals(Optional.empty(), obstacle(node));
    }

    @Test
    void whereItFailedItDoesNotGoOn() {
        node.started().beat("m2", Status.DOWN, Monitor.START_FAILED);
        assertEquals(Optional.of("its start failed on n2"), obstacle(node));
        assertEquals(Optional.empty(), Handover.taker(node.view(), OneNode.WEB));
    }

    @Test
    void oneNodeAloneHasNobodyToGoOn() {
        OneNode alone = new OneNode(Set.of(), "n1");
        alone.pass(Duration.ofSeconds(6), Status.DOWN, Monitor.IDLE);
        alone.probed(Status.UP, Status.UP);
        assertEquals(Optional.of("it has no other node"), obstacle(alone));
    }

    @Test
    void withoutThisNodeTwoOfThreeAreAMajorityAndOneOfTwoAndAnArbitratorIsNot() {
        OneNode three = node("n1", "n2", "n3");
        for (int i = 0; i < 14; i++) {
            three.beat("n3", "m3", Status.DOWN, Monitor.IDLE)
                    .pass(Duration.ofMillis(500), Status.DOWN, Monitor.IDLE);
        }
        three.ended(true, Status.UP, Status.UP);
        assertEquals(Optional.empty(), Handover.minority(three.view()));
        OneNode two = node("n1", "n2").started();
        assertEquals("the others would have no majority without n1 before they have taken it out:"
                + " of 2 of 3 votes one is its own", Handover.minority(two.view()).orElse(""));
    }

    private static OneNode node(String... nodes) {
        List<ArbitratorName> arbitrators = nodes.length == 2
                ? List.of(new ArbitratorName("arbitrator#1")) : List.of();
        return new OneNode(Rules.DEFAULT, new Quorum(true, arbitrators, Duration.ofSeconds(2),
                Duration.ofSeconds(10), true), new Resource(new Rid("fs#1"), Group.FS, "fs",
                        Optional.empty(), "", Set.of()), nodes);
    }
}
