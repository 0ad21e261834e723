package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.understudy.core.Memories;
import org.understudy.model.Freeze;
import org.understudy.model.Kept;
import org.understudy.model.Memory;
import org.understudy.model.Memory.ClusterFreeze;
import org.understudy.model.Moment;
import org.understudy.model.Moves;
import org.understudy.model.NodeRequest;
import org.understudy.model.ServiceName;
import org.understudy.model.Terms;

/** A wall clock that is set anew moves the end of a freeze, and nothing else. */
final class WallClockTest {
    private static final ServiceName WEB = new ServiceName("web");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Moment NOW = new Moment(1_000_000_000_000L);

    private static Memory after(Duration ahead) {
        Moment then = NOW.plus(ahead);
        Optional<Freeze> freeze = Optional.of(
                new Freeze("root@n1", "new disk", then, Optional.of(then.plus(HOUR))));
        TreeMap<ServiceName, Kept> services = new TreeMap<>();
        services.put(WEB, Kept.NOTHING.frozen(freeze).moved(new Moves(7, List.of(then, then))));
        return Memories.past(new Memory(freeze, new ClusterFreeze(3, freeze, Optional.empty()),
                services, new TreeMap<>(), new TreeMap<>()), NOW);
    }

    @Test
    void whatHappenedDoesNotLieAhead() {
        Memory back = after(Duration.ofDays(2));
        Kept kept = back.services().get(WEB);
        assertEquals(List.of(NOW, NOW), kept.moves().recent());
        assertEquals(7, kept.moves().count());
        for (Optional<Freeze> freeze : List.of(kept.freeze(), back.node(),
                back.cluster().freeze())) {
            assertEquals(NOW, freeze.orElseThrow().since());
            assertEquals(Optional.of(NOW.plus(Duration.ofDays(2)).plus(HOUR)),
                    freeze.orElseThrow().until());
        }
    }

    @Test
    void whatLiesBehindStaysAsItIs() {
        Moment before = NOW.plus(HOUR.negated());
        assertEquals(List.of(before, before),
                after(HOUR.negated()).services().get(WEB).moves().recent());
    }

    /** The same trouble, clocks set anew or not: nothing else is decided. */
    @Test
    void runningAgentsDoNotNoticeThatTheClockWasSet() {
        assertEquals(played(Duration.ZERO), played(Duration.ofHours(7)));
        assertEquals(played(Duration.ZERO), played(Duration.ofHours(-7)));
    }

    private static String played(Duration step) {
        World world = new World(3, Timing.CALM, "n1", "n2").with(Services.web("n1", "n2"));
        world.bootAll();
        world.run(Duration.ofMinutes(1));
        world.ask(world.nodes().get(1), NodeRequest.Goal.FROZEN, false,
                new Terms("", Optional.of(Duration.ofMinutes(20))));
        world.nodes().forEach(node -> node.disk().step(step.toNanos()));
        world.run(Duration.ofMinutes(10));
        world.kill("n1");
        world.run(Duration.ofMinutes(30));
        assertTrue(world.up("n2", "web"), world::trace);
        return world.trace();
    }
}
