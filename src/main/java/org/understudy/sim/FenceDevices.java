package org.understudy.sim;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Event;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;

/** What switches made-up machines off, or does not; one device for each machine. */
final class FenceDevices {
    private final World world;
    private final Random random;
    private final SortedMap<NodeName, FenceMode> modes = new TreeMap<>();

    FenceDevices(World world, Random random) {
        this.world = world;
        this.random = random;
    }

    void set(NodeName node, FenceMode mode) {
        modes.put(node, mode);
    }

    /** A node uses the device of {@code target}. */
    void use(SimAgent by, SimNode from, NodeName target) {
        Duration drawn = Duration.ofMillis(50 + random.nextInt(2000));
        Duration work = world.pace().fence(target).orElse(drawn);
        FenceMode mode = modes.getOrDefault(target, FenceMode.WORKS);
        world.note(() -> from.name() + " fences " + target + ", which "
                + mode.name().toLowerCase(Locale.ROOT));
        Duration limit = world.cluster().fenceTimeout();
        switch (mode) {
            case WORKS, CYCLES -> off(target, work, mode, () ->
                    reply(by, from, target, FenceResult.CONFIRMED));
            case SLOW -> off(target, work.plus(limit.multipliedBy(3).dividedBy(4)), mode, () ->
                    reply(by, from, target, FenceResult.CONFIRMED));
            case FAILS -> world.in(work, () -> reply(by, from, target, FenceResult.FAILED));
            case OFF_BUT_FAILS -> off(target, work, mode, () ->
                    reply(by, from, target, FenceResult.FAILED));
            case HANGS -> world.in(limit, () -> reply(by, from, target, FenceResult.UNKNOWN));
            case LATE -> {
                world.in(limit, () -> reply(by, from, target, FenceResult.UNKNOWN));
                off(target, limit.plusMillis(random.nextInt(40_000)), mode, () -> { });
            }
            case LIES -> world.in(work, () -> {
                world.node(target).lied();
                reply(by, from, target, FenceResult.CONFIRMED);
            });
        }
    }

    private void off(NodeName target, Duration work, FenceMode mode, Runnable then) {
        world.in(work, () -> {
            world.node(target).powerOff();
            if (mode == FenceMode.CYCLES) {
                world.in(Duration.ofMillis(3000 + random.nextInt(60_000)),
                        () -> world.node(target).boot());
            }
            world.in(Duration.ofMillis(1 + random.nextInt(mode == FenceMode.CYCLES ? 7000 : 20)),
                    then);
        });
    }

    private void reply(SimAgent by, SimNode from, NodeName target, FenceResult result) {
        if (from.agent() == by) {
            world.each(checker -> checker.answers(from, target, result));
            by.take(new Event.Fenced(target, result, switch (result) {
                case CONFIRMED -> "";
                case FAILED -> "exit 1";
                case UNKNOWN -> "killed at its deadline";
            }));
        }
    }
}
