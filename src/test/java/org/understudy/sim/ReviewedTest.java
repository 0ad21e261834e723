package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.Goal;
import org.understudy.model.Group;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request.Scope;
import org.understudy.model.Resource;
import org.understudy.model.Restart;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/** What a review of the rules found, where one scenario is not enough: at any moment, any seed. */
final class ReviewedTest {
    private static final ServiceName WEB = new ServiceName("web");

    private static Service web(Restart restart, String... nodes) {
        return new Service(WEB, Arrays.stream(nodes).map(NodeName::new).toList(),
                Orchestrate.HA, "TST", 100, true,
                List.of(resource("fs#1", Group.FS, restart), resource("ip#1", Group.IP, restart)),
                Set.of(), "original");
    }

    private static Resource resource(String rid, Group group, Restart restart) {
        return new Resource(new Rid(rid), group, group.word(), Optional.empty(), "", Set.of(),
                restart);
    }

    private static World world(long seed, Restart restart) {
        return new World(seed, Timing.QUICK, "n1", "n2").with(web(restart, "n1", "n2"));
    }

    private static SimNode node(World world, String name) {
        return world.node(new NodeName(name));
    }

    /** n2 tries again in place; meanwhile nothing of it is left there, and n1 could start it. */
    @Test
    void restartInPlaceNeverRunsBesideATakeover() {
        for (int delay = 5000; delay <= 7000; delay += 50) {
            World world = world(1, new Restart(3, Duration.ofMillis(delay)));
            world.bootAll();
            world.run(Duration.ofSeconds(40));
            world.ask("n1", Goal.PLACED, Scope.CLUSTER, "n2");
            world.run(Duration.ofSeconds(20));
            assertTrue(world.up("n2", "web"), world::trace);
            world.die("n2", "web", "fs#1");
            world.die("n2", "web", "ip#1");
            world.breakSteps(100);
            world.run(Duration.ofSeconds(6));
            world.breakSteps(0);
            world.run(Duration.ofMinutes(2));
            assertEquals(1, world.nodesUp("web"), world::trace);
        }
    }

    @Test
    void startWhoseAgentIsKilledInTheMiddleEndsUpSomewhere() {
        for (int seed = 1; seed < 30; seed++) {
            World world = world(seed, Restart.NEVER);
            world.bootAll();
            for (int ms = 0; ms < 20_000 && node(world, "n1").held(WEB).size() != 1; ms++) {
                world.run(Duration.ofMillis(1));
            }
            assertEquals(1, node(world, "n1").held(WEB).size(), world::trace);
            world.killAgent("n1", Duration.ofSeconds(1));
            world.run(Duration.ofMinutes(30));
            assertEquals(1, world.nodesUp("web"), world::trace);
        }
    }

    @Test
    void twoThatBootWhileTheLinksAreCutNeverBothEndUpOff() {
        for (int seed = 1; seed <= 20; seed++) {
            World world = world(seed, Restart.NEVER);
            world.cut("n1", "n2");
            world.cut("n2", "n1");
            world.bootAll();
            world.run(Duration.ofMinutes(1));
            assertEquals(1, world.nodesUp("web"), world::trace);
        }
    }

    /** S14 and S15: whoever runs it fences first. */
    @Test
    void everySplitLeavesItWhereItIs() {
        for (int seed = 1; seed <= 20; seed++) {
            for (String runs : List.of("n1", "n2")) {
                World world = world(seed, Restart.NEVER);
                world.bootAll();
                world.run(Duration.ofSeconds(40));
                world.ask("n1", Goal.PLACED, Scope.CLUSTER, runs);
                world.run(Duration.ofSeconds(40));
                world.cut("n1", "n2");
                world.cut("n2", "n1");
                world.run(Duration.ofMinutes(2));
                assertTrue(world.up(runs, "web"), world::trace);
                assertEquals(1, world.nodes().stream().filter(SimNode::on).count(),
                        world::trace);
            }
        }
    }
}
