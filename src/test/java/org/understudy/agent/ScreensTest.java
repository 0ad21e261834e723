package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Decision;
import org.understudy.model.Freeze;
import org.understudy.model.Kept;
import org.understudy.model.Local;
import org.understudy.model.Memory;
import org.understudy.model.Memory.ClusterFreeze;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.Moves;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Orchestrate;
import org.understudy.model.Ruling;
import org.understudy.model.Self;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** What an operator is told beside the status: who left it alone, and what keeps it down. */
final class ScreensTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final ServiceName WEB = new ServiceName("web");
    private static final Moment NOW = new Moment(Duration.ofHours(5).toNanos());
    private static final Instant WALL =
            LocalDateTime.of(2026, 3, 1, 18, 13).atZone(ZoneId.systemDefault()).toInstant();
    private static final Clock CLOCK = new Clock() {
        @Override
        public Moment now() {
            return NOW;
        }

        @Override
        public Instant wall() {
            return WALL;
        }
    };
    private static final Freeze FREEZE = new Freeze("root@n1", "new disk", NOW,
            Optional.of(NOW.plus(Duration.ofHours(2))));

    private final Local local = Local.of(new Service(WEB, List.of(N1), Orchestrate.HA, "TST",
            100, true, List.of(), Set.of(), "c0ffee"), Kept.NOTHING, NOW);

    @Test
    void nothingToSay() {
        assertEquals("", notice(view(Memory.NONE), local, Optional.empty()));
    }

    @Test
    void freezesSayWhoWhyAndUntilWhen() {
        assertEquals("frozen by root@n1 (new disk) until 2026-03-01 20:13",
                notice(view(Memory.NONE), local.with(local.kept().frozen(Optional.of(FREEZE))),
                        Optional.empty()));
        Memory both = new Memory(Optional.of(new Freeze("root@n1", "", NOW, Optional.empty())),
                new ClusterFreeze(1, Optional.of(new Freeze("root@n2", "move", NOW,
                        Optional.empty())), Optional.empty()), new TreeMap<>(),
                Memory.NONE.shot(), new TreeMap<>());
        assertEquals("node n1 frozen by root@n1; cluster frozen by root@n2 (move)",
                notice(view(both), local, Optional.empty()));
        assertEquals("frozen by root@n1",
                new Screens(new Published.Round(view(both), Decision.NONE), CLOCK).nodes().get(0)
                        .frozen());
    }

    @Test
    void leavingNodesSaySo() {
        assertEquals("n1 is draining", notice(view(Memory.NONE).with(NodeState.DRAINING), local,
                Optional.empty()));
        assertEquals("n1 is shutting down", notice(view(Memory.NONE).with(NodeState.SHUTTING),
                local, Optional.empty()));
    }

    @Test
    void evictedServicesAndReachedLimitsAreTold() {
        assertEquals("evicted: app#1 is down", notice(view(Memory.NONE),
                local.doing(new Local.Doing(Monitor.EVICTED, NOW, 0, "app#1 is down")),
                Optional.of(Ruling.hold(Ruling.Rule.ELSEWHERE, "up on n2"))));
        Local tired = local.with(local.kept().moved(Moves.NONE.upTo(10, NOW)));
        assertEquals("takeover limit reached: 10 an hour; only an operator starts it",
                notice(view(Memory.NONE), tired, Optional.of(Ruling.hold(
                        Ruling.Rule.NEEDS_OPERATOR, "only an operator starts it"))));
    }

    private static View view(Memory memory) {
        Cluster cluster = new Cluster("lab", List.of(N1), List.of(), Set.of(), Duration.ZERO,
                Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        return View.fresh(new Self(N1, new BootId("a"), "m", NodeState.IDLE, NOW), cluster,
                memory);
    }

    private static String notice(View view, Local local, Optional<Ruling> ruling) {
        TreeMap<ServiceName, Local> services = new TreeMap<>();
        services.put(WEB, local);
        TreeMap<ServiceName, Ruling> rulings = new TreeMap<>();
        ruling.ifPresent(one -> rulings.put(WEB, one));
        return new Screens(new Published.Round(view.with(services), new Decision(rulings)), CLOCK)
                .service(local).notice();
    }
}
