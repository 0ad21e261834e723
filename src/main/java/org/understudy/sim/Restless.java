package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;

/**
 * What is decided settles: a node that says something else of a service again and again, whatever
 * happens around it, goes round in a circle, and fills its journal.
 */
final class Restless implements Checker {
    private static final long WINDOW = Duration.ofMinutes(10).toNanos();
    private static final int MOST = 150;

    private final World world;
    private final Map<String, Deque<Long>> changes = new HashMap<>();

    Restless(World world) {
        this.world = world;
    }

    @Override
    public void rules(SimNode by, ServiceName service, Ruling ruling) {
        Deque<Long> recent = changes.computeIfAbsent(by.index() + " " + service,
                key -> new ArrayDeque<>());
        while (!recent.isEmpty() && world.now() - recent.peek() > WINDOW) {
            recent.remove();
        }
        recent.add(world.now());
        if (recent.size() > MOST) {
            throw new Broken("rest", by.name() + " changed its mind about " + service + " "
                    + recent.size() + " times within ten minutes, now: " + ruling.reason());
        }
    }
}
