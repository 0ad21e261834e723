package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.understudy.model.Goal;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request.Scope;
import org.understudy.model.Rid;
import org.understudy.model.Wish;

/** Two hours of random trouble for each seed; the invariants are checked after every event. */
final class SimulatorTest {
    /** More of them: {@code mvn test -Dtest=SimulatorTest -Dseeds=10000}. */
    private static final int SEEDS = Integer.getInteger("seeds", 200);

    @Test
    void noSeedRunsAServiceTwiceOrStartsItUnproved() {
        LongStream.range(0, SEEDS).forEach(seed -> troubled(seed).run(Duration.ofHours(2)));
    }

    @Test
    void onceFaultsStopTheServiceComesUp() {
        LongStream.range(0, SEEDS / 4).forEach(seed -> {
            World world = world(seed);
            Faults faults = new Faults(world).start();
            world.run(Duration.ofMinutes(40));
            faults.stop();
            world.run(Duration.ofMinutes(3));
            world.ask("n1", Goal.STARTED, Scope.CLUSTER);
            world.run(Duration.ofMinutes(5));
            assertEquals(1, world.nodesUp("web"), () -> "seed " + seed + "\n" + world.trace());
        });
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        String first = troubled(7).run(Duration.ofHours(2)).trace();
        assertEquals(first, troubled(7).run(Duration.ofHours(2)).trace());
        assertTrue(first.contains("> n1 start web"), first);
    }

    /** The asked node may learn that it is over from the beat which brings the last news, too. */
    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "FROZEN", "CLEARED"})
    void wishIsSettledWhereItWasAsked(Goal goal) {
        for (long seed = 1; seed <= 10; seed++) {
            World world = world(seed);
            world.run(Duration.ofMinutes(1));
            world.ask("n2", goal, Scope.CLUSTER);
            world.run(Duration.ofMinutes(1));
            SimNode asked = world.nodes().stream().filter(node -> node.name().value().equals("n2"))
                    .findFirst().orElseThrow();
            assertTrue(asked.view().wishes().stream().allMatch(
                    wish -> wish.state() == Wish.State.REACHED), asked.view().wishes().toString());
        }
    }

    /** The node that loses the service is the one that was asked. */
    @Test
    void givingBackIsReachedWhereItWasAsked() {
        for (long seed = 1; seed <= 10; seed++) {
            World world = world(seed);
            world.run(Duration.ofMinutes(1));
            world.ask("n1", Goal.PLACED, Scope.CLUSTER, "n2");
            world.run(Duration.ofMinutes(2));
            assertTrue(world.up("n2", "web"), world::trace);
            world.ask("n2", Goal.PLACED, Scope.CLUSTER);
            world.run(Duration.ofMinutes(2));
            assertTrue(world.up("n1", "web"), world::trace);
            world.nodes().forEach(node -> assertTrue(node.view().wishes().stream().allMatch(
                    wish -> wish.state() == Wish.State.REACHED), node.view().wishes().toString()));
        }
    }

    @Test
    void theCheckerSeesTwoHolders() {
        World world = world(1);
        world.bootAll();
        world.run(Duration.ofMinutes(1));
        assertEquals(1, world.nodesUp("web"));
        world.nodes().forEach(node -> node.held(Services.web("n1").name())
                .add(new Rid("fs#1")));
        AssertionError seen = assertThrows(AssertionError.class,
                () -> world.run(Duration.ofMinutes(1)));
        assertTrue(seen.getMessage().contains("I1"), seen.getMessage());
    }

    @Test
    void theCheckerSeesAStartWithoutProof() {
        World world = world(1);
        world.boot("n2");
        SimNode lonely = world.nodes().stream().filter(SimNode::on).findFirst().orElseThrow();
        AssertionError seen = assertThrows(AssertionError.class,
                () -> world.started(lonely, Services.web("n1").name()));
        assertTrue(seen.getMessage().contains("I2"), seen.getMessage());
    }

    private static World troubled(long seed) {
        World world = world(seed);
        new Faults(world).start();
        return world;
    }

    private static World world(long seed) {
        String[] nodes = seed % 3 == 0 ? new String[] {"n1", "n2", "n3"}
                : new String[] {"n1", "n2"};
        World world = new World(seed, Timing.CALM, nodes).with(Services.web(nodes),
                Services.service("batch", Orchestrate.START, nodes));
        world.bootAll();
        return world;
    }
}
