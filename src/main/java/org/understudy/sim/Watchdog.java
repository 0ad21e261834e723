package org.understudy.sim;

import java.time.Duration;
import org.understudy.model.Guard;
import org.understudy.model.Quorum;

/**
 * The watchdog of a made-up machine: it ends the machine when it was not fed for the time that the
 * cluster declares, whatever runs or hangs there. An agent that starts anew does not feed it by
 * that alone.
 */
final class Watchdog {
    private static final Duration BOOT = Duration.ofSeconds(20);

    private final World world;
    private final SimNode node;
    private final boolean built;
    private final Duration reset;
    private final Quorum quorum;
    private boolean armed;
    private boolean waiting;
    private int boot;
    private long fed;

    Watchdog(World world, SimNode node) {
        this.quorum = world.cluster().quorum();
        this.world = world;
        this.node = node;
        this.built = quorum.on() && quorum.watchdog();
        this.reset = quorum.reset();
    }

    /** Its machine boots, or an agent that switched it off is back. */
    void arm() {
        if (!armed) {
            armed = built;
            waiting = false;
            boot++;
            fed = world.now();
        }
    }

    /** What its agent tells of it. */
    Guard guard() {
        return built ? new Guard(quorum.reset(), quorum.lease().plus(quorum.reset())) : Guard.NONE;
    }

    boolean armed() {
        return armed;
    }

    /** Its machine is off, or its agent left and everybody knows that its services go on. */
    void disarm() {
        armed = false;
    }

    /** The agent was well at that moment. */
    void feed(long when) {
        fed = Math.max(fed, when);
    }

    /** The agent does not feed it now. */
    void starve() {
        if (armed && !waiting) {
            waiting = true;
            int life = boot;
            world.in(Duration.ofNanos(Math.max(0, fed + reset.toNanos() - world.now())),
                    () -> due(life));
        }
    }

    private void due(int life) {
        if (!armed || life != boot) {
            return;
        }
        waiting = false;
        if (world.now() - fed >= reset.toNanos()) {
            world.note(() -> node.name() + " is reset by its watchdog");
            node.powerOff();
            world.in(BOOT, node::boot);
        } else if (!node.feeds()) {
            starve();
        }
    }
}
