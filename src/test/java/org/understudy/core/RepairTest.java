package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.Action;
import org.understudy.model.Event;
import org.understudy.model.Group;
import org.understudy.model.Instance;
import org.understudy.model.Monitor;
import org.understudy.model.NodeRequest;
import org.understudy.model.Quorum;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Restart;
import org.understudy.model.Rid;
import org.understudy.model.Rules;
import org.understudy.model.Rules.MonitorAction;
import org.understudy.model.Status;
import org.understudy.model.Terms;

/** What is done about a resource that goes down where the service runs. */
final class RepairTest {
    private static final Rid FS = new Rid("fs#1");

    private static OneNode node(Optional<MonitorAction> action, int takeovers, Restart restart,
            Flag... flags) {
        Rules rules = new Rules(Rules.Topology.FAILOVER, Rules.DEFAULT.flex(),
                Rules.Placing.NODES_ORDER, Rules.Relations.NONE, action, takeovers);
        return new OneNode(rules, Quorum.OFF, new Resource(FS, Group.FS, "fs", Optional.empty(),
                "", Set.of(flags), restart), "n1", "n2").started();
    }

    private static OneNode monitored(MonitorAction action) {
        return node(Optional.of(action), 10, Restart.NEVER, Flag.MONITOR)
                .probed(Status.UP, Status.DOWN);
    }

    @Test
    void itIsStartedAgainAsOftenAsItMayBeAndThenTheServiceLeaves() {
        OneNode n1 = node(Optional.of(MonitorAction.SWITCH), 10,
                new Restart(2, Duration.ofSeconds(3)), Flag.MONITOR);
        n1.probed(Status.UP, Status.DOWN);
        assertEquals(Monitor.REPAIRING, n1.monitor());
        n1.ended(false, Status.UP, Status.DOWN);
        assertEquals("fs#1 is down: it is started again after its restart_delay",
                n1.ruling().reason());
        n1.pass(Duration.ofSeconds(4), Status.DOWN, Monitor.IDLE);
        assertEquals(Monitor.REPAIRING, n1.monitor());
        n1.ended(false, Status.UP, Status.DOWN);
        assertEquals(Monitor.TOCING, n1.monitor());
        n1.ended(true, Status.DOWN, Status.DOWN);
        assertEquals(Monitor.EVICTED, n1.monitor());
    }

    @Test
    void onceItWasUpForAWhileItsTriesAreForgotten() {
        OneNode n1 = node(Optional.of(MonitorAction.SWITCH), 10, new Restart(1, Duration.ZERO),
                Flag.MONITOR);
        for (int i = 0; i < 3; i++) {
            n1.probed(Status.UP, Status.DOWN);
            assertEquals(Monitor.REPAIRING, n1.monitor());
            n1.ended(true, Status.UP, Status.UP);
            n1.pass(Duration.ofSeconds(61), Status.DOWN, Monitor.IDLE);
        }
        n1.probed(Status.UP, Status.DOWN).ended(true, Status.UP, Status.UP);
        n1.probed(Status.UP, Status.DOWN);
        assertEquals(Monitor.TOCING, n1.monitor(), "it flaps");
    }

    /** Nobody else may start it meanwhile, though nothing of it is left up here. */
    @Test
    void whileItWillBeStartedAgainHereItIsNotToldToBeDown() {
        OneNode n1 = node(Optional.empty(), 10, new Restart(2, Duration.ofSeconds(30)));
        n1.probed(Status.DOWN, Status.DOWN).ended(false, Status.DOWN, Status.DOWN);
        assertEquals(Monitor.IDLE, n1.monitor());
        assertEquals(Status.WARN, Beats.of(n1.view()).instances().get(OneNode.WEB).avail());
        n1.pass(Duration.ofSeconds(31), Status.DOWN, Monitor.IDLE);
        assertEquals(Monitor.REPAIRING, n1.monitor());
        n1.ended(false, Status.DOWN, Status.DOWN);
        assertEquals(Status.DOWN, Beats.of(n1.view()).instances().get(OneNode.WEB).avail());
    }

    @Test
    void itStaysIfNoOtherNodeCouldTakeIt() {
        OneNode n1 = node(Optional.of(MonitorAction.SWITCH), 10, Restart.NEVER, Flag.MONITOR);
        n1.beat("m2", Status.DOWN, Monitor.START_FAILED).probed(Status.UP, Status.DOWN);
        assertEquals("monitored fs#1 is down here, but switch would not help: no other node can"
                + " run it: its start failed on n2", n1.ruling().reason());
        assertTrue(n1.ruling().rule().blocked());
    }

    @Test
    void withoutAMonitorActionItOnlySaysSo() {
        OneNode n1 = node(Optional.empty(), 10, Restart.NEVER, Flag.MONITOR);
        n1.probed(Status.UP, Status.DOWN);
        assertEquals("monitored fs#1 is down here; there is no monitor_action",
                n1.ruling().reason());
    }

    @Test
    void atItsLimitOfTakeoversItStays() {
        OneNode n1 = node(Optional.of(MonitorAction.SWITCH), 1, Restart.NEVER, Flag.MONITOR);
        n1.probed(Status.UP, Status.DOWN);
        assertTrue(n1.ruling().reason().contains("started by itself 1 time within the last hour"),
                n1.ruling().reason());
    }

    @Test
    void freezestopFreezesWhatItLeaves() {
        OneNode n1 = monitored(MonitorAction.FREEZESTOP);
        assertEquals(Monitor.TOCING, n1.monitor());
        n1.ended(true, Status.DOWN, Status.DOWN);
        assertEquals("frozen here by n1 (monitored fs#1 is down)", n1.ruling().reason());
    }

    @Test
    void aStopThatFailsOnTheWayOutNeedsAnOperator() {
        OneNode n1 = monitored(MonitorAction.SWITCH).ended(false, Status.UP, Status.DOWN);
        assertEquals(Monitor.STOP_FAILED, n1.monitor());
        assertTrue(n1.ruling().rule().blocked());
    }

    @Test
    void crashEndsTheMachine() {
        OneNode n1 = node(Optional.of(MonitorAction.CRASH), 10, Restart.NEVER, Flag.MONITOR);
        n1.probed(Status.UP, Status.DOWN);
        assertEquals(List.of(new Action.Reset(OneNode.WEB, MonitorAction.CRASH,
                "web: monitored fs#1 is down")), n1.ruling().actions());
    }

    @Test
    void onAFrozenNodeNothingIsDone() {
        OneNode n1 = node(Optional.of(MonitorAction.CRASH), 10,
                new Restart(3, Duration.ZERO), Flag.MONITOR);
        n1.take(new Event.NodeAsked(new NodeRequest("r", "root@n1", NodeRequest.Goal.FROZEN,
                false, new Terms("new disk", Optional.empty()))));
        n1.probed(Status.UP, Status.DOWN);
        assertEquals(List.of(), n1.ruling().actions());
        assertEquals("frozen with this node by root@n1 (new disk)", n1.ruling().reason());
    }

    @Test
    void whenAllIsDownAndNothingElseHelpsItIsStartedAnew() {
        OneNode n1 = node(Optional.empty(), 10, Restart.NEVER);
        n1.probed(Status.DOWN, Status.DOWN).pass(Duration.ofSeconds(6), Status.DOWN, Monitor.IDLE);
        assertEquals(Monitor.STARTING, n1.monitor());
    }

    @Test
    void ofTwoThatRunItTheOneWithTheOlderClaimStops() {
        OneNode n1 = node(Optional.empty(), 10, Restart.NEVER);
        n1.past(new Instance.Past(0, 0, 0, 0, 1)).beat("m2", Status.UP, Monitor.IDLE);
        assertEquals("up here, and up on n2 too (double_start), which has no"
                + " claim to it", n1.ruling().reason());
        n1.past(new Instance.Past(0, 0, 0, 7, 7)).beat("m2", Status.UP, Monitor.IDLE);
        assertEquals(Monitor.STOPPING, n1.monitor());
    }
}
