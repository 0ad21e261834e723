package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.Action;
import org.understudy.model.Event;
import org.understudy.model.FenceResult;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Status;

/** What is, and what is not, a proof that another node does not run the service. */
final class ExclusionTest {
    private static final NodeName N2 = new NodeName("n2");

    @Test
    void aFenceConfirmedAfterTheNodeBootedAgainProvesNothingOfThatBoot() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2");
        n1.beat("m2", Status.UP, Monitor.IDLE).pass(Duration.ofSeconds(8));
        assertTrue(n1.view().fencings().containsKey(N2), "fencing n2");
        n1.beat("m2-again", Status.UP, Monitor.IDLE);
        n1.take(new Event.Fenced(N2, FenceResult.CONFIRMED, ""));
        n1.pass(Duration.ofSeconds(8));
        assertEquals("fencing n2", n1.ruling().reason());
    }

    @Test
    void aFenceConfirmedOfTheBootThatFellSilentIsTheProof() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2");
        n1.beat("m2", Status.UP, Monitor.IDLE).pass(Duration.ofSeconds(8));
        n1.take(new Event.Fenced(N2, FenceResult.CONFIRMED, ""));
        assertEquals(List.of(new Action.Start(OneNode.WEB, true, true)), n1.ruling().actions());
    }

    @Test
    void whatAnOperatorFencedIsFencedAndIsNotFencedAgain() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2");
        n1.beat("m2", Status.UP, Monitor.IDLE);
        n1.take(new Event.FenceAsked(N2, "root@n1"));
        assertEquals("asked for by root@n1", n1.view().fencings().get(N2).detail());
        assertEquals(List.of(new Action.Fence(N2)), n1.actions());
        n1.take(new Event.FenceAsked(N2, "root@n2"));
        assertEquals(List.of(), n1.actions(), "it is being fenced already");
        n1.take(new Event.Fenced(N2, FenceResult.CONFIRMED, ""));
        assertEquals("up on n2", n1.ruling().reason(), "its last beat is fresh");
        n1.pass(Duration.ofSeconds(8));
        assertEquals(Monitor.STARTING, n1.monitor(), n1.ruling().reason());
        assertEquals(1, n1.view().fencings().get(N2).attempts());
    }

    @Test
    void whatAnOperatorFencedAndStillSpeaksWasNotOff() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2");
        n1.beat("m2", Status.UP, Monitor.IDLE);
        n1.take(new Event.FenceAsked(N2, "root@n1"));
        n1.take(new Event.Fenced(N2, FenceResult.CONFIRMED, ""));
        n1.beat("m2", Status.UP, Monitor.IDLE).pass(Duration.ofSeconds(8));
        assertTrue(!n1.starts(), n1.ruling().reason());
        assertEquals("fencing n2", n1.ruling().reason());
    }

    /** The two nodes have different files: here, n2 is no node of the service any more. */
    @Test
    void aNodeThatTellsOfTheServiceCountsEvenIfTheFileHereDoesNotNameIt() {
        OneNode n1 = new OneNode(Set.of(), "n1");
        n1.beat("m2", Status.UP, Monitor.IDLE).pass(Duration.ofMillis(100));
        assertEquals("up on n2", n1.ruling().reason());
        n1.pass(Duration.ofSeconds(8));
        assertEquals("fencing n2", n1.ruling().reason());
        n1.take(new Event.Fenced(N2, FenceResult.CONFIRMED, ""));
        assertTrue(n1.starts(), n1.ruling().reason());
    }

    /** This node was off while n9 was taken in: its cluster.conf is old. */
    @Test
    void aNodeThatAPeerHearsAndThatIsNoMemberHereHoldsTheStartBack() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2").hearing("n9");
        n1.pass(Duration.ofSeconds(40), Status.DOWN, Monitor.IDLE);
        assertEquals("n2 hears n9, which is no member here: cluster.conf differs, and web may be"
                + " up there; svcmgr cluster token on n2, svcmgr cluster join --update here, then"
                + " restart this agent", n1.ruling().reason());
        assertTrue(n1.ruling().rule().blocked());
        assertEquals(Monitor.IDLE, n1.monitor());
        n1.hearing().pass(Duration.ofSeconds(2), Status.DOWN, Monitor.IDLE);
        n1.pass(Duration.ofSeconds(6), Status.DOWN, Monitor.IDLE);
        assertEquals(Monitor.STARTING, n1.monitor());
    }

    /** What could not be stopped may still hold something that its probe does not see. */
    @Test
    void whereItCouldNotBeStoppedAnOperatorMustLook() {
        OneNode n1 = new OneNode(Set.of(), "n2", "n1");
        n1.beat("m2", Status.DOWN, Monitor.STOP_FAILED).pass(Duration.ofMillis(100));
        assertEquals("stop failed on n2: it may still hold something there",
                n1.ruling().reason());
        assertTrue(n1.ruling().rule().blocked());
    }

    @Test
    void anOptionalResourceThatIsUpIsToldAndHoldsTheOthersBack() {
        OneNode n1 = new OneNode(Set.of(Flag.OPTIONAL), "n2", "n1");
        n1.probed(Status.DOWN, Status.UP);
        assertEquals(Status.WARN, Beats.of(n1.view()).instances().get(OneNode.WEB).avail());
        n1.probed(Status.DOWN, Status.UNDEF);
        assertEquals(Status.UNDEF, Beats.of(n1.view()).instances().get(OneNode.WEB).avail());
    }
}
