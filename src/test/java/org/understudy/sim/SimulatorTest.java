package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.model.Action;
import org.understudy.model.Goal;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request.Scope;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.Wish;

/**
 * Made-up clusters in made-up trouble, two hours for each seed; checkers watch everything that
 * happens, and once the trouble is over every service must be where it belongs.
 */
final class SimulatorTest {
    /** More of them: {@code mvn test -Dtest=SimulatorTest -Dseeds=100000}. */
    private static final int SEEDS = Integer.getInteger("seeds", 10_000);

    /** On all cores; the first seed that fails ends it. */
    @Test
    void noSeedBreaksAnInvariant() throws InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(cores);
        AtomicLong next = new AtomicLong();
        SortedMap<Long, String> broken = new ConcurrentSkipListMap<>();
        long begun = System.nanoTime();
        for (int core = 0; core < cores; core++) {
            pool.execute(() -> {
                long seed = next.getAndIncrement();
                while (seed < SEEDS && broken.isEmpty()) {
                    long failing = seed;
                    Trial.of(seed).run().broken()
                            .ifPresent(b -> broken.put(failing, b.getMessage()));
                    seed = next.getAndIncrement();
                }
            });
        }
        pool.shutdown();
        assertTrue(pool.awaitTermination(1, TimeUnit.DAYS));
        System.out.println(Math.min(SEEDS, next.get()) + " seeds in "
                + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s on " + cores
                + " cores");
        if (!broken.isEmpty()) {
            fail(Trial.of(broken.firstKey()).report());
        }
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        String first = Trial.of(7).run(true).trace();
        assertEquals(first, Trial.of(7).run(true).trace());
        assertTrue(first.contains(" start web"), first);
    }

    /** To pass over a stretch in which nothing happens is to change nothing. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void everyLeapLeavesTheTraceAsItIs(long seed) {
        assertEquals(Trial.of(seed).leaps(false).run(true).trace(),
                Trial.of(seed).run(true).trace());
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
        world.run(Duration.ofMinutes(1));
        assertEquals(1, world.nodesUp("web"));
        Broken seen = assertThrows(Broken.class, () -> world.nodes().forEach(
                node -> node.holdings().take(Services.web("n1", "n2"), new Rid("fs#1"))));
        assertEquals("I1", seen.invariant());
    }

    @Test
    void theCheckerSeesAStartWithoutProof() {
        World world = new World(1, Timing.CALM, "n1", "n2").with(Services.web("n1", "n2"));
        world.boot("n2");
        SimNode lonely = world.nodes().get(1);
        Action start = new Action.Start(new ServiceName("web"), true, true);
        Broken seen = assertThrows(Broken.class, () -> world.each(checker -> checker.decides(
                lonely, new ServiceName("web"), start, Ruling.act(Rule.TAKES_OVER, start, ""))));
        assertEquals("I2", seen.invariant());
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
