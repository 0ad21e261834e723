package org.understudy.sim;

import java.time.Duration;
import org.understudy.model.Event;
import org.understudy.model.NodeState;

/** A made-up machine goes off in good order, and on again after a while. */
final class ShutDown {
    /** A machine that is told to go off does so after a while, whatever its agent says. */
    private static final long PATIENCE = Duration.ofMinutes(5).toNanos();

    private final World world;
    private final SimNode node;
    private final Duration lasts;

    ShutDown(World world, SimNode node, Duration lasts) {
        this.world = world;
        this.node = node;
        this.lasts = lasts;
    }

    void begin() {
        if (node.running()) {
            world.note(() -> node.name() + " shuts down");
            world.each(checker -> checker.shutsDown(node));
            SimAgent shutting = node.agent();
            shutting.take(new Event.Leaving(true));
            left(shutting, world.now() + PATIENCE);
        }
    }

    private void left(SimAgent shutting, long deadline) {
        world.in(world.timing().tick(), () -> {
            if (node.agent() != shutting) {
                return;
            }
            boolean left = !shutting.paused()
                    && shutting.view().self().state() == NodeState.LEFT;
            if (!left && world.now() < deadline) {
                left(shutting, deadline);
                return;
            }
            if (!shutting.paused()) {
                shutting.telling().send();
            }
            node.powerOff();
            world.in(lasts, node::boot);
        });
    }
}
