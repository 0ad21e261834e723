package org.understudy.sim;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.understudy.model.Goal;
import org.understudy.model.Request.Scope;

/** Trouble drawn from a world's seed: one fault every few minutes until told to stop. */
public final class Faults {
    private final World world;
    private final Random random;
    private final List<String> names;
    private boolean stopped;

    public Faults(World world) {
        this.world = world;
        this.random = world.random();
        this.names = world.cluster().nodes().stream().map(Object::toString).toList();
    }

    /** Begins. */
    public Faults start() {
        world.in(Duration.ofSeconds(10 + random.nextInt(180)), () -> {
            if (!stopped) {
                one();
                start();
            }
        });
        return this;
    }

    /** Ends all trouble: links heal, devices work, everything that is off boots. */
    public void stop() {
        stopped = true;
        world.heal();
        world.breakSteps(0);
        world.blind(0);
        names.forEach(node -> {
            world.fence(node, World.FenceMode.WORKS);
            world.resume(node);
            world.boot(node);
        });
    }

    private void one() {
        String node = any();
        switch (random.nextInt(16)) {
            case 0, 1 -> world.kill(node);
            case 2, 3, 4 -> world.boot(node);
            case 5 -> world.killAgent(node, Duration.ofMillis(500 + random.nextInt(40_000)));
            case 6 -> pause(node);
            case 7 -> world.cut(node, any());
            case 8 -> split(node);
            case 9 -> world.heal();
            case 10 -> world.fence(node, mode());
            case 11 -> trouble();
            case 12 -> world.slow(Duration.ofMillis(1 + random.nextInt(9_000)));
            case 14 -> leave(node);
            case 13 -> world.blind(random.nextInt(40));
            default -> ask(node);
        }
    }

    private void ask(String node) {
        Goal goal = goal();
        if (goal == Goal.PLACED) {
            world.ask(node, goal, Scope.CLUSTER, random.nextBoolean() ? any() : "");
        } else {
            world.ask(node, goal, random.nextBoolean() ? Scope.LOCAL : Scope.CLUSTER);
        }
    }

    private void pause(String node) {
        world.pause(node);
        world.in(Duration.ofMillis(500 + random.nextInt(60_000)), () -> world.resume(node));
    }

    private void leave(String node) {
        world.leave(node);
        world.in(Duration.ofMillis(500 + random.nextInt(120_000)), () -> world.comeBack(node));
    }

    private void split(String node) {
        names.stream().filter(other -> !other.equals(node)).forEach(other -> {
            world.cut(node, other);
            world.cut(other, node);
        });
    }

    private void trouble() {
        world.lose(random.nextInt(60));
        world.breakSteps(random.nextInt(30));
    }

    private World.FenceMode mode() {
        World.FenceMode[] modes = World.FenceMode.values();
        return modes[random.nextInt(modes.length)];
    }

    private Goal goal() {
        Goal[] goals = Goal.values();
        return goals[random.nextInt(goals.length)];
    }

    private String any() {
        return names.get(random.nextInt(names.size()));
    }
}
