package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.Choice;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.Monitor;
import org.understudy.model.Request;
import org.understudy.model.Rid;
import org.understudy.model.Status;
import org.understudy.model.Target;
import org.understudy.model.View;
import org.understudy.model.Wish;

/** No wish lasts for ever. */
final class WishesTest {
    /** n2 was asked, told of it, and was never heard again. */
    @Test
    void aWishTakenUpFromAPeerEndsEvenIfThePeerIsGone() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2");
        n1.wishing(new Target(1, "id", "root@n2", Goal.STARTED))
                .beat("m2", Status.DOWN, Monitor.IDLE).pass(Duration.ofMinutes(9));
        assertEquals(Goal.STARTED, wanted(n1).orElseThrow().goal());
        n1.pass(Duration.ofMinutes(2));
        assertEquals(Optional.empty(), wanted(n1));
        assertEquals(Wish.State.FAILED, n1.view().wishes().get(0).state());
    }

    /** Those that were asked for are followed, whoever comes later. */
    @Test
    void aWishThatIsOneTooManyIsRefusedAndNoneIsForgotten() {
        View view = new OneNode(Set.of(), "n1", "n2").view();
        List<Wish> pending = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            pending.add(new Wish(request("p" + i), Wish.State.PENDING, view.now(), ""));
        }
        assertEquals(257, Settling.asked(view.with(pending), request("more")).wishes().size());
        View full = Facts.after(view.with(pending), new Event.Asked(request("late")), view.now());
        Wish late = full.wishes().get(256);
        assertEquals(Wish.State.REFUSED, late.state());
        assertEquals("256 wishes are pending on n1 already: ask again when some are over",
                late.detail());
        assertEquals(Optional.empty(), full.services().get(OneNode.WEB).target().current());
        assertEquals(Optional.of(late.detail()),
                Foresight.refusal(view.with(pending), request("late")));
    }

    /** It is up on n1 already; n1's own freeze is not what is asked to end either. */
    @Test
    void whatIsNotGivenBackIsRefusedWithWhy() {
        Request back = new Request("b", "root@n1", OneNode.WEB, Goal.PLACED,
                Request.Scope.CLUSTER);
        OneNode n1 = new OneNode(Set.of(), "n2", "n1").probed(Status.UP, Status.UP)
                .pass(Duration.ofMinutes(2)).take(new Event.Asked(back));
        Wish wish = n1.view().wishes().get(0);
        assertEquals(Wish.State.REFUSED, wish.state());
        assertTrue(wish.detail().startsWith("it stays on n1, since n2 is preferred and cannot run"
                + " it: n2 "), wish.detail());
        assertEquals(Optional.empty(), wanted(n1));
        assertEquals(Optional.of(wish.detail()), Foresight.refusal(n1.view(), back));
        n1.take(new Event.Asked(request("f"))).take(new Event.Asked(back));
        assertTrue(n1.view().wishes().get(2).detail().startsWith("no node can run it now: n2 "),
                n1.view().wishes().toString());
    }

    /** A start that would be over before it began would be told as done. */
    @Test
    void whatNobodyCanSeeToBeUpIsNotStartedAsAWhole() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2").probed(Status.NA, Status.NA);
        Request start = new Request("s", "root@n1", OneNode.WEB, Goal.STARTED,
                Request.Scope.LOCAL);
        n1.take(new Event.Asked(start));
        assertEquals(Wish.State.REFUSED, n1.view().wishes().get(0).state());
        assertEquals("nothing tells whether it is up, so nobody could keep it on one node: give"
                + " one of fs#1,ip#1 a check, or start them by name: svcmgr -s web start --rid"
                + " fs#1,ip#1", n1.view().wishes().get(0).detail());
        n1.beat("m2", Status.DOWN, Monitor.IDLE);
        assertEquals(Optional.empty(), Foresight.refusal(n1.view(), new Request("t", "root@n1",
                OneNode.WEB, Goal.STARTED, Request.Scope.LOCAL)), "n2 can tell");
        OneNode part = new OneNode(Set.of(), "n1", "n2").probed(Status.NA, Status.NA)
                .beat("m2", Status.NA, Monitor.IDLE);
        assertTrue(Foresight.refusal(part.view(), start).isPresent());
        assertEquals(Optional.empty(), Settling.refused(part.view(),
                start.about(new Choice(List.of(new Rid("ip#1")), false))));
        assertEquals(Optional.of("nothing tells whether it is up here"), Foresight.refusal(
                part.view(), new Request("r", "root@n1", OneNode.WEB, Goal.RESTARTED,
                        Request.Scope.LOCAL)));
        OneNode seen = new OneNode(Set.of(), "n1", "n2").probed(Status.NA, Status.DOWN);
        assertEquals(Optional.empty(), Foresight.refusal(seen.view(), start));
    }

    @Test
    void onlyTheLastSettledWishesAreRemembered() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2");
        for (int i = 0; i < 200; i++) {
            n1.take(new Event.Asked(request("r" + i)));
        }
        assertEquals(64, n1.view().wishes().size());
        assertEquals("r199", n1.view().wishes().get(63).request().id());
    }

    /** Nothing is started beside it, and it is told at once rather than after ten minutes. */
    @Test
    void aStartIsDroppedWhileTheServiceIsPartlyUpSomewhere() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2").beat("m2", Status.WARN, Monitor.IDLE)
                .take(new Event.Asked(new Request("s", "root@n1", OneNode.WEB, Goal.STARTED,
                        Request.Scope.CLUSTER)));
        Wish wish = n1.view().wishes().get(0);
        assertEquals(Wish.State.FAILED, wish.state());
        assertEquals("partly up on n2: nothing is started beside that; there, svcmgr -s web start"
                + " --local completes it and svcmgr -s web stop --local ends it", wish.detail());
        assertEquals(Optional.empty(), wanted(n1));
    }

    /** A mirror whose other half is on the node that died: all is there, and it serves. */
    @Test
    void aStartThatEndsWithAWarningOnlyIsReachedAndLookedAfter() {
        for (Request.Scope scope : Request.Scope.values()) {
            OneNode n1 = new OneNode(Set.of(), "n1", "n2");
            n1.take(new Event.Asked(new Request("s", "root@n1", OneNode.WEB, Goal.STARTED,
                    scope)));
            n1.pass(Duration.ofSeconds(6), Status.DOWN, Monitor.IDLE);
            assertEquals(Monitor.STARTING, n1.monitor());
            n1.ended(true, Status.UP, Status.WARN);
            assertEquals(Monitor.IDLE, n1.monitor());
            assertEquals(Wish.State.REACHED, n1.view().wishes().get(0).state(),
                    () -> n1.view().wishes().get(0).detail());
            assertTrue(n1.view().services().get(OneNode.WEB).care().expected());
            n1.pass(Duration.ofMinutes(1), Status.DOWN, Monitor.IDLE);
            assertEquals(Monitor.IDLE, n1.monitor(), () -> n1.ruling().toString());
        }
    }

    @Test
    void aStartThatLeavesSomethingDownHasFailedWhateverItsStepsSay() {
        for (Status fs : List.of(Status.DOWN, Status.UNDEF)) {
            OneNode n1 = new OneNode(Set.of(), "n1", "n2");
            n1.pass(Duration.ofSeconds(6), Status.DOWN, Monitor.IDLE);
            assertEquals(Monitor.START_FAILED, n1.ended(true, Status.WARN, fs).monitor());
        }
    }

    /** Of several others, a person would look at the wrong one. */
    @Test
    void whereAStartFailedIsNamed() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2", "n3").beat("m2", Status.DOWN, Monitor.IDLE)
                .beat("n3", "m3", Status.DOWN, Monitor.IDLE).take(new Event.Asked(new Request(
                        "s", "root@n1", OneNode.WEB, Goal.STARTED, Request.Scope.CLUSTER)))
                .wishing(new Target(1, "s", "root@n1", Goal.STARTED))
                .beat("m2", Status.DOWN, Monitor.IDLE)
                .beat("n3", "m3", Status.WARN, Monitor.START_FAILED);
        assertEquals("start failed on n3", n1.view().wishes().get(0).detail());
    }

    /** On its way up it is partly up for a while: that is what was asked for. */
    @Test
    void aStartIsNotDroppedWhileTheServiceIsComingUp() {
        for (Monitor busy : List.of(Monitor.STARTING, Monitor.RESTARTING, Monitor.REPAIRING)) {
            OneNode n1 = new OneNode(Set.of(), "n1", "n2").beat("m2", Status.WARN, busy)
                    .take(new Event.Asked(new Request("s", "root@n1", OneNode.WEB, Goal.STARTED,
                            Request.Scope.CLUSTER)));
            assertEquals(Wish.State.PENDING, n1.view().wishes().get(0).state(), busy::name);
        }
    }

    private static Request request(String id) {
        return new Request(id, "root@n1", OneNode.WEB, Goal.FROZEN, Request.Scope.LOCAL);
    }

    private static Optional<Target> wanted(OneNode node) {
        return node.view().services().get(OneNode.WEB).target().current();
    }
}
