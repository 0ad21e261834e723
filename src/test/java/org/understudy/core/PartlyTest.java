package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.Action;
import org.understudy.model.Choice;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.Monitor;
import org.understudy.model.Request;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.Status;
import org.understudy.model.Wish;

/** Acting on ip#1 alone, of ip#1 and fs#1, on n1. */
final class PartlyTest {
    private final OneNode n1 = new OneNode(Set.of(), "n1", "n2").beat("m2", Status.DOWN,
            Monitor.IDLE);

    @Test
    void whatIsUpElsewhereIsNotStartedHereNotEvenInPart() {
        ask(n1.beat("m2", Status.UP, Monitor.IDLE), Goal.STARTED, "ip#1");
        assertEquals(Rule.REFUSED, n1.ruling().rule());
        assertEquals(wish(Wish.State.REFUSED, "up on n2"), last());
        ask(n1.beat("m2", Status.WARN, Monitor.IDLE), Goal.STARTED, "ip#1");
        assertEquals(wish(Wish.State.REFUSED, "partly up on n2"), last());
        ask(n1.beat("m2", Status.UP, Monitor.IDLE), Goal.RESTARTED, "ip#1");
        assertEquals(wish(Wish.State.REFUSED, "it is not up here: fs#1 down, ip#1 down"), last());
    }

    /** As all of it: announced, and agreed to by whoever is heard. */
    @Test
    void aStartOfAPartWaitsForTheOthersWord() {
        ask(n1, Goal.STARTED, "ip#1");
        assertEquals(Monitor.READY, n1.monitor());
        assertFalse(acts());
        n1.beat("m2", Status.DOWN, Monitor.IDLE);
        assertTrue(acts());
        assertEquals(Monitor.STARTING, n1.monitor());
        n1.ended(true, Status.UP, Status.DOWN);
        assertEquals(wish(Wish.State.REACHED, ""), last());
        assertEquals(Monitor.IDLE, n1.monitor());
    }

    /** One step short of all of it is not all of it, and nobody finishes it unasked. */
    @Test
    void aStartedPartIsNotCompletedByItself() {
        ask(n1, Goal.STARTED, "ip#1");
        n1.beat("m2", Status.DOWN, Monitor.IDLE).ended(true, Status.UP, Status.DOWN)
                .pass(Duration.ofMinutes(2), Status.DOWN, Monitor.IDLE);
        assertEquals("only partly up here: fs#1 down", n1.ruling().reason());
        assertFalse(n1.view().services().get(OneNode.WEB).care().expected());
    }

    @Test
    void aFailureIsTold() {
        ask(n1, Goal.STARTED, "ip#1");
        n1.beat("m2", Status.DOWN, Monitor.IDLE).ended(false, Status.DOWN, Status.DOWN);
        assertEquals(wish(Wish.State.FAILED, "it failed"), last());
        assertEquals(Monitor.START_FAILED, n1.monitor());
        ask(n1, Goal.STARTED, "ip#1");
        n1.beat("m2", Status.DOWN, Monitor.IDLE).ended(true, Status.DOWN, Status.DOWN);
        assertEquals(wish(Wish.State.FAILED, "it ended without an error but ip#1 is down"),
                last());
    }

    @Test
    void aStopOfAPartFreezesItFirst() {
        n1.started();
        ask(n1, Goal.STOPPED, "ip#1");
        assertEquals("ip#1 stopped here by root@n1: frozen first", n1.ruling().reason());
        n1.take(new Event.Tick());
        assertEquals(Monitor.STOPPING, n1.monitor());
        n1.ended(true, Status.DOWN, Status.UP);
        assertEquals(wish(Wish.State.REACHED, ""), last());
        assertTrue(n1.view().services().get(OneNode.WEB).frozen());
        n1.pass(Duration.ofMinutes(1), Status.DOWN, Monitor.IDLE);
        assertEquals(Monitor.IDLE, n1.monitor());
    }

    @Test
    void whatDoesNotStopIsForAnOperator() {
        n1.started();
        ask(n1, Goal.STOPPED, "fs#1");
        n1.take(new Event.Tick()).ended(false, Status.UP, Status.UP);
        assertEquals(wish(Wish.State.FAILED, "it failed"), last());
        assertEquals(Monitor.STOP_FAILED, n1.monitor());
    }

    /** Its claim is as good as before, and nobody needs to be asked. */
    @Test
    void whatIsUpHereIsRestartedAtOnceEvenIfTheOtherNodeIsSilent() {
        n1.started();
        long term = n1.view().services().get(OneNode.WEB).care().term();
        n1.pass(Duration.ofSeconds(30));
        ask(n1, Goal.RESTARTED, "ip#1");
        assertTrue(acts(), () -> n1.ruling().toString());
        n1.ended(true, Status.UP, Status.UP);
        assertEquals(wish(Wish.State.REACHED, ""), last());
        assertEquals(term, n1.view().services().get(OneNode.WEB).care().term());
    }

    @Test
    void aWishIsNotEndedByAnActionThatRanBefore() {
        n1.pass(Duration.ofSeconds(6), Status.DOWN, Monitor.IDLE);
        assertEquals(Monitor.STARTING, n1.monitor());
        ask(n1, Goal.RESTARTED, "ip#1");
        n1.ended(true, Status.UP, Status.UP);
        assertEquals(Wish.State.PENDING, last().state());
        assertTrue(acts());
        n1.ended(true, Status.UP, Status.UP);
        assertEquals(Wish.State.REACHED, last().state());
    }

    @Test
    void standbyResourcesNeedNoProofAndStayUpUnlessForced() {
        OneNode node = new OneNode(Set.of(Flag.STANDBY), "n1", "n2").probed(Status.DOWN,
                Status.UP).beat("m2", Status.UP, Monitor.IDLE);
        ask(node, Goal.STOPPED, "fs#1");
        assertTrue(node.ruling().reason().contains("standby"), node.ruling()::toString);
        ask(node, Goal.STARTED, "fs#1");
        assertEquals(Monitor.STARTING, node.monitor());
    }

    @Test
    void anAbortIsToldOnceAndEndsTheWish() {
        ask(n1, Goal.STARTED, "ip#1");
        n1.beat("m2", Status.DOWN, Monitor.IDLE);
        n1.take(new Event.Asked(new Request("stop-it", "root@n2", OneNode.WEB, Goal.ABORTED,
                Request.Scope.LOCAL)));
        assertEquals(List.of(new Action.Abort(OneNode.WEB, "root@n2")), n1.ruling().actions());
        n1.take(new Event.Tick());
        assertEquals(Rule.UNDERWAY, n1.ruling().rule());
        assertEquals(List.of("aborted by root@n2", ""), n1.view().wishes().stream()
                .map(Wish::detail).toList());
        assertEquals(Wish.State.PENDING, last().state());
        n1.ended(false, Status.DOWN, Status.DOWN);
        assertEquals(Wish.State.REACHED, last().state());
    }

    private boolean acts() {
        return n1.ruling().actions().stream().anyMatch(Action.Partial.class::isInstance);
    }

    private record Said(Wish.State state, String detail) {
    }

    private static Said wish(Wish.State state, String detail) {
        return new Said(state, detail);
    }

    private Said last() {
        List<Wish> all = n1.view().wishes();
        Wish wish = all.get(all.size() - 1);
        return new Said(wish.state(), wish.detail());
    }

    private int asked;

    private void ask(OneNode node, Goal goal, String rid) {
        asked++;
        node.take(new Event.Asked(new Request("r" + asked, "root@n1", OneNode.WEB, goal,
                Request.Scope.LOCAL).about(new Choice(List.of(new Rid(rid)), false))));
    }
}
