package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.Monitor;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Status;

/** Something of it is up on n1 while all of it runs on n2. */
final class ViolationTest {
    private static Optional<String> of(OneNode node) {
        return Violation.of(node.view(), node.view().services().get(OneNode.WEB));
    }

    @Test
    void whatIsUpBesideARunningInstanceIsNamedAndLeftAlone() {
        OneNode node = new OneNode(Set.of(), "n1", "n2").beat("m2", Status.UP, Monitor.IDLE);
        assertEquals(Optional.empty(), of(node));
        node.probed(Status.DOWN, Status.UP);
        assertEquals(Optional.of("concurrency violation: fs#1 is up here, and web is up on n2;"
                + " nothing is stopped by itself"), of(node));
        assertEquals(0, node.ruling().actions().size());
        assertEquals(Optional.empty(), of(node.probed(Status.DOWN, Status.UNDEF)));
    }

    @Test
    void whatStandsByOrIsOnItsWayIsNone() {
        OneNode standby = new OneNode(Set.of(Flag.STANDBY), "n1", "n2")
                .beat("m2", Status.UP, Monitor.IDLE).probed(Status.DOWN, Status.UP);
        assertEquals(Optional.empty(), of(standby));
        OneNode moving = new OneNode(Set.of(), "n1", "n2").beat("m2", Status.UP,
                Monitor.STOPPING).probed(Status.DOWN, Status.UP);
        assertEquals(Optional.empty(), of(moving));
    }
}
