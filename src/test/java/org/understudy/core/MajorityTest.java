package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Event;
import org.understudy.model.Group;
import org.understudy.model.Guard;
import org.understudy.model.Memory.ClusterFreeze;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.Rules;
import org.understudy.model.Standing;
import org.understudy.model.Status;
import org.understudy.model.Vitals;

/** Who may act, and what is certain of those who may not. */
final class MajorityTest {
    private static final ArbitratorName WITNESS = new ArbitratorName("arbitrator#1");

    private static Quorum quorum(ArbitratorName... arbitrators) {
        return new Quorum(true, List.of(arbitrators), Duration.ofSeconds(2),
                Duration.ofSeconds(10), true);
    }

    private static OneNode node(Quorum quorum, String... nodes) {
        return new OneNode(Rules.DEFAULT, quorum, new Resource(new Rid("fs#1"), Group.FS, "fs",
                Optional.empty(), "", Set.of()), nodes);
    }

    private static void both(OneNode n1, Duration time) {
        for (long ms = 0; ms < time.toMillis(); ms += 500) {
            n1.beat("n3", "m3", Status.DOWN, Monitor.IDLE)
                    .pass(Duration.ofMillis(500), Status.DOWN, Monitor.IDLE);
        }
    }

    @Test
    void aloneOfThreeItStopsWhatItRuns() {
        OneNode n1 = node(quorum(), "n1", "n2", "n3");
        both(n1, Duration.ofSeconds(7));
        n1.ended(true, Status.UP, Status.UP);
        assertTrue(Majority.held(n1.view()));
        n1.pass(Duration.ofSeconds(3));
        assertFalse(Majority.held(n1.view()));
        assertEquals(Monitor.STOPPING, n1.monitor());
        n1.ended(true, Status.DOWN, Status.DOWN);
        assertEquals("no majority: 1 of 3 votes", n1.ruling().reason());
    }

    @Test
    void aPeerThatDoesNotHearThisNodeGivesNoVote() {
        OneNode n1 = node(quorum(), "n1", "n2");
        n1.pass(Duration.ofMillis(100)).beat("m2", Status.DOWN, Monitor.IDLE);
        assertTrue(Majority.held(n1.view()), "it has heard the latest");
        n1.pass(Duration.ofSeconds(1));
        n1.deaf("m2").pass(Duration.ofMillis(1500));
        n1.deaf("m2");
        assertFalse(Majority.held(n1.view()), "heard, but not hearing");
    }

    @Test
    void anArbitratorsVoteCountsWhileItLasts() {
        OneNode n1 = node(quorum(WITNESS), "n1", "n2");
        assertFalse(Majority.held(n1.view()));
        n1.take(new Event.Voted(WITNESS,
                Optional.of(n1.view().now().plus(Duration.ofSeconds(5)))));
        assertTrue(Majority.held(n1.view()));
        n1.pass(Duration.ofSeconds(6));
        assertFalse(Majority.held(n1.view()));
    }

    @Test
    void whoWasNotHeardByAMajorityForLongEnoughHasStopped() {
        OneNode n1 = node(quorum(), "n1", "n2", "n3").standing(guarded(Set.of()));
        both(n1, Duration.ofSeconds(1));
        Set<NodeName> lost = Set.of(new NodeName("n3"));
        n1.pass(Duration.ofSeconds(14), Status.DOWN, Monitor.IDLE);
        assertFalse(Majority.excludes(n1.view(), new NodeName("n3"), OneNode.WEB),
                "n2 may still hear it");
        n1.standing(guarded(lost)).beat("m2", Status.DOWN, Monitor.IDLE);
        assertTrue(Majority.excludes(n1.view(), new NodeName("n3"), OneNode.WEB));
    }

    private static Standing guarded(Set<NodeName> lost) {
        return standing(lost, new Guard(Duration.ofSeconds(10), Duration.ofSeconds(12)));
    }

    private static Standing standing(Set<NodeName> lost, Guard guard) {
        return new Standing(false, ClusterFreeze.NEVER, Vitals.UNKNOWN, new TreeMap<>(),
                Duration.ZERO, Set.of(), lost, "", guard);
    }

    /** It may hang in its stop for ever. */
    @Test
    void whoToldOfNoWatchdogInTimeIsNotTakenToHaveStopped() {
        for (Guard none : List.of(Guard.NONE, new Guard(Duration.ofSeconds(60),
                Duration.ofSeconds(62)))) {
            OneNode n1 = node(quorum(), "n1", "n2", "n3").standing(standing(Set.of(), none));
            both(n1, Duration.ofSeconds(1));
            n1.pass(Duration.ofSeconds(14), Status.DOWN, Monitor.IDLE);
            n1.standing(guarded(Set.of(new NodeName("n3")))).beat("m2", Status.DOWN,
                    Monitor.IDLE);
            assertFalse(Majority.excludes(n1.view(), new NodeName("n3"), OneNode.WEB));
            assertEquals(Set.of(), Beats.standing(n1.view()).lost(), "nor told to be");
        }
    }

    /** n2 ran the service, so it would fence first if it might fence. */
    @Test
    void whoHasTheMajorityLeavesTheOtherSideNoHeadStart() {
        Quorum quorum = new Quorum(true, List.of(WITNESS), Duration.ofSeconds(2),
                Duration.ofSeconds(10), false);
        NodeName n2 = new NodeName("n2");
        OneNode n1 = node(quorum, "n1", "n2").beat("m2", Status.UP, Monitor.IDLE);
        n1.pass(Duration.ofSeconds(8));
        assertFalse(n1.view().fencings().containsKey(n2), n1.ruling().reason());
        n1.beat("m2-again", Status.UP, Monitor.IDLE).take(new Event.Voted(WITNESS,
                Optional.of(n1.view().now().plus(Duration.ofSeconds(30)))));
        n1.pass(Duration.ofMillis(2500));
        assertFalse(n1.view().fencings().containsKey(n2), "its echo may come");
        n1.pass(Duration.ofMillis(300));
        assertTrue(n1.view().fencings().containsKey(n2), n1.ruling().reason());
    }
}
