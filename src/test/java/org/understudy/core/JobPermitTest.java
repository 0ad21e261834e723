package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;

/** Where files of a service may be written over, seen from n1. */
final class JobPermitTest {
    private static final NodeName N2 = new NodeName("n2");

    private final OneNode n1 = new OneNode(Set.of(), "n1", "n2");

    @Test
    void onlyOnANodeThatSaysItHasItDown() {
        assertEquals(Optional.of("n2 has not been heard yet, and may run it by now"), inUse());
        n1.beat("m2", Status.DOWN, Monitor.IDLE);
        assertEquals(Optional.empty(), inUse());
        n1.beat("m2", Status.DOWN, Monitor.STARTING);
        assertEquals(Optional.of("it is not down there"), inUse());
        n1.beat("m2", Status.UP, Monitor.IDLE);
        assertEquals(Optional.of("it is not down there"), inUse());
        n1.beat("m2", Status.DOWN, Monitor.IDLE);
        assertEquals(Optional.of("n2 is silent, and may run it by now"), JobPermit.inUse(
                n1.view().at(n1.view().now().plus(Duration.ofMinutes(1))), OneNode.WEB, N2));
    }

    /** As a site for disasters, whose machines run no agent. */
    @Test
    void notAskedOfWhoIsNoMember() {
        assertEquals(Optional.empty(),
                JobPermit.inUse(n1.view(), OneNode.WEB, new NodeName("dr1")));
    }

    /** What it has in common with other nodes is up everywhere. */
    @Test
    void runEndsWhereOnlyWhatStandsByIsLeft() {
        OneNode node = new OneNode(Set.of(Flag.STANDBY), "n1", "n2").started();
        assertEquals(Optional.empty(), over(node));
        node.probed(Status.DOWN, Status.UP);
        assertEquals(Optional.of("its service is stdby up here"), over(node));
    }

    @Test
    void runGoesOnWhileItIsNotKnownThatItsServiceIsDownOrElsewhere() {
        n1.started();
        assertEquals(Optional.empty(), over(n1));
        assertEquals(Optional.empty(), over(n1.probed(Status.UP, Status.DOWN)));
        assertEquals(Optional.empty(), over(n1.probed(Status.UNDEF, Status.UNDEF)));
        assertEquals(Optional.of("its service is down here"),
                over(n1.probed(Status.DOWN, Status.DOWN)));
        n1.probed(Status.UP, Status.UP).beat("m2", Status.UP, Monitor.IDLE);
        assertEquals(Optional.of("its service is up on n2"), over(n1));
        assertEquals(Optional.of("there is no such service here any more"),
                JobPermit.over(n1.view(), new ServiceName("gone")));
    }

    private static Optional<String> over(OneNode node) {
        return JobPermit.over(node.view(), OneNode.WEB);
    }

    private Optional<String> inUse() {
        return JobPermit.inUse(n1.view(), OneNode.WEB, N2);
    }
}
