package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.Goal;
import org.understudy.model.Group;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;
import org.understudy.model.Request;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.Rules;
import org.understudy.model.Rules.Flex;
import org.understudy.model.Rules.Topology;
import org.understudy.model.Status;
import org.understudy.model.Terms;

/** What all instances make together, as the table of the cluster's aggregates says. */
final class WholeTest {
    @Test
    void oneOfAFailoverServiceIsUp() {
        assertEquals(Status.UP, failover(Status.UP, Status.DOWN));
        assertEquals(Status.WARN, failover(Status.UP, Status.UP));
        assertEquals(Status.WARN, failover(Status.DOWN, Status.WARN));
        assertEquals(Status.DOWN, failover(Status.DOWN, Status.DOWN));
        assertEquals(Status.UP, failover(Status.UP, Status.STDBY_UP));
        assertEquals(Status.DOWN, failover(Status.DOWN, Status.STDBY_UP));
    }

    @Test
    void unknownIsNotDown() {
        assertEquals(Status.UNDEF, failover(Status.DOWN, Status.UNDEF));
    }

    @Test
    void tooFewAndTooManyOfAFlexServiceWarn() {
        OneNode one = flex(new Flex(2, 2, 2), Status.UP, Status.DOWN, Status.DOWN);
        assertEquals(Status.WARN, avail(one));
        assertEquals(Optional.of("cluster avail warn: up on 1 node, fewer than its flex_min 2"),
                Whole.notice(one.view(), local(one)));
        OneNode three = flex(new Flex(1, 2, 2), Status.UP, Status.UP, Status.UP);
        assertEquals(Status.WARN, avail(three));
        assertEquals(Optional.of("cluster avail warn: up on 3 nodes, more than its flex_max 2"),
                Whole.notice(three.view(), local(three)));
    }

    @Test
    void enoughOfAFlexServiceAreUp() {
        assertEquals(Status.UP, avail(flex(new Flex(1, 2, 2), Status.UP, Status.DOWN,
                Status.DOWN)));
        OneNode unlimited = flex(new Flex(1, 0, 2), Status.UP, Status.UP, Status.UP);
        assertEquals(Status.UP, avail(unlimited));
        assertEquals(Optional.empty(), Whole.notice(unlimited.view(), local(unlimited)));
        assertEquals(Status.WARN, avail(flex(new Flex(1, 2, 2), Status.DOWN, Status.WARN,
                Status.DOWN)));
        assertEquals(Status.DOWN, avail(flex(new Flex(1, 2, 2), Status.DOWN, Status.DOWN,
                Status.DOWN)));
    }

    /** What is foretold is what is then done: a start first, unless that makes one too many. */
    @Test
    void aGivebackIsForetoldOneByOne() {
        assertEquals(List.of("n1 START", "n3 STOP"), foretold(new Flex(1, 3, 2)));
        assertEquals(List.of("n3 STOP", "n1 START"), foretold(new Flex(1, 2, 2)));
        assertEquals(List.of("n1 START", "n3 STOP"), foretold(new Flex(2, 2, 2)));
    }

    private static List<String> foretold(Flex flex) {
        OneNode node = flex(flex, Status.DOWN, Status.UP, Status.UP);
        return Foresight.of(node.view(), new Request("g", "root@n1", OneNode.WEB, Goal.PLACED,
                Request.Scope.CLUSTER, Optional.empty(), Terms.NONE)).stream()
                .map(deed -> deed.node() + " " + deed.what()).toList();
    }

    private static Status failover(Status here, Status there) {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2").probed(here, here);
        return avail(n1.beat("m2", there, Monitor.IDLE));
    }

    private static OneNode flex(Flex flex, Status n1, Status n2, Status n3) {
        Rules usual = Rules.DEFAULT;
        Rules rules = new Rules(Topology.FLEX, flex, usual.placement(), usual.relations(),
                usual.monitorAction(), usual.takeovers());
        return new OneNode(rules, Quorum.OFF, new Resource(new Rid("fs#1"), Group.FS, "fs",
                Optional.empty(), "", Set.of()), "n1", "n2", "n3").probed(n1, n1)
                .beat("n2", "m2", n2, Monitor.IDLE).beat("n3", "m3", n3, Monitor.IDLE);
    }

    private static Status avail(OneNode node) {
        return Whole.avail(node.view(), local(node));
    }

    private static Local local(OneNode node) {
        assertEquals(new NodeName("n1"), node.view().self().node());
        return node.view().services().get(OneNode.WEB);
    }
}
