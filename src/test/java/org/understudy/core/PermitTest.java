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
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Peer;
import org.understudy.model.Quorum;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Status;
import org.understudy.model.View;

/** What is looked at again before each step of a start; links time out after 2 s. */
final class PermitTest {
    private static final Rid FS = new Rid("fs#1");
    private static final NodeName N2 = new NodeName("n2");

    private final OneNode node = new OneNode(Set.of(), "n1", "n2").beat("m2", Status.DOWN,
            Monitor.IDLE);

    @Test
    void allIsWell() {
        assertEquals(Optional.empty(), refused(node.view(), Duration.ofMillis(900)));
    }

    @Test
    void processThatStoodStillLooksAgainFirst() {
        assertEquals(Optional.of("this process did not run for 3s"),
                refused(node.view(), Duration.ofSeconds(3)));
    }

    @Test
    void thenEveryNodeOfItHasToAnswer() {
        View awake = Facts.after(node.view(), new Event.Tick(), later(node.view(), 3000));
        Optional<String> waits = Optional.of(
                "this process stood still, and n2 has not answered it since");
        assertEquals(waits, refused(awake, Duration.ZERO));
        assertEquals(waits, refused(awake.with(N2, awake.peer(N2).telling(
                awake.peer(N2).beat().get())), Duration.ofMillis(100)));
        View early = answered(awake, new Moment(awake.now().nanos() - 1));
        assertEquals(waits, refused(early, Duration.ZERO));
        assertEquals(Optional.empty(), refused(answered(awake, awake.now()), Duration.ZERO));
    }

    @Test
    void afterAFullTimeoutASilentNodeIsJudgedAsUsual() {
        View view = Facts.after(node.view(), new Event.Tick(), later(node.view(), 3000));
        for (int i = 0; i < 25; i++) {
            view = Facts.after(view, new Event.Tick(), later(view, 100));
        }
        assertEquals(Optional.empty(), refused(view, Duration.ZERO));
    }

    /** At that very moment it still counts as heard: so what it said before is still too old. */
    @Test
    void whoCountsAsHeardHasToHaveAnsweredToTheLast() {
        View awake = Facts.after(node.view(), new Event.Tick(), later(node.view(), 3000));
        View view = awake;
        for (int i = 0; i < 20; i++) {
            view = Facts.after(view, new Event.Tick(), later(view, 100));
        }
        assertEquals(Duration.ofSeconds(2), view.now().since(awake.now()));
        assertTrue(Liveness.alive(view, N2));
        assertFalse(Permit.confirmed(view, N2));
        View late = Facts.after(view, new Event.Tick(), later(view, 1));
        assertFalse(Liveness.alive(late, N2));
        assertTrue(Permit.confirmed(late, N2));
    }

    @Test
    void nothingStartsWhatANodeHasUp() {
        node.beat("m2", Status.UP, Monitor.IDLE);
        assertEquals(Optional.of("up on n2"), refused(node.view(), Duration.ZERO));
        OneNode standby = new OneNode(Set.of(Flag.STANDBY), "n1", "n2")
                .beat("m2", Status.UP, Monitor.IDLE);
        assertEquals(Optional.empty(), refused(standby.view(), Duration.ZERO));
        assertEquals(Optional.of("up on n2"), Permit.refused(standby.view(), OneNode.WEB,
                new Rid("ip#1"), standby.view().now()));
    }

    @Test
    void withoutAMajorityNothingStarts() {
        Cluster old = node.view().cluster();
        Cluster three = new Cluster(old.name(), List.of(new NodeName("n1"), N2,
                new NodeName("n3")), old.links(), old.fenced(), old.fenceTimeout(),
                old.readyPeriod(), old.rejoinGracePeriod(), old.maintenanceGracePeriod(), false,
                new Quorum(true, List.of(), Duration.ofSeconds(2), Duration.ofSeconds(10), false),
                10);
        View alone = View.fresh(node.view().self(), three, Memory.NONE).with(
                new TreeMap<>(node.view().services())).at(node.view().now());
        assertEquals(Optional.of("no majority: 1 of 3 votes"), refused(alone, Duration.ZERO));
    }

    private static View answered(View view, Moment sent) {
        return view.with(N2, new Peer(view.peer(N2).beat(),
                view.peer(N2).heard(), Optional.of(sent), Optional.empty(),
                Optional.empty()));
    }

    private static Moment later(View view, long millis) {
        return view.now().plus(Duration.ofMillis(millis));
    }

    private static Optional<String> refused(View view, Duration later) {
        return Permit.refused(view, OneNode.WEB, FS, view.now().plus(later));
    }
}
