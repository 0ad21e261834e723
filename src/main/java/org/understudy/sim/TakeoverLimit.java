package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.understudy.model.Action;
import org.understudy.model.Goal;
import org.understudy.model.Ruling;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/**
 * I6: a service starts by itself no more often in an hour than its file allows, over all nodes. A
 * node that started it and was gone before anybody heard of that is forgiven, twice.
 */
final class TakeoverLimit implements Checker {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final int UNHEARD = 2;

    private final World world;
    private final Ledger ledger;
    private final Map<ServiceName, List<Long>> starts = new TreeMap<>();
    private final Map<ServiceName, List<Long>> counted = new TreeMap<>();

    TakeoverLimit(World world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    /** By a clock that was set forward, an hour may be over. */
    @Override
    public void begins(SimNode node) {
        if (node.disk().shift() < 0) {
            starts.clear();
        }
    }

    @Override
    public void decides(SimNode by, ServiceName service, Action action, Ruling ruling) {
        Service file = by.file(service).orElse(null);
        if (action instanceof Action.Start start && start.byItself()) {
            counted.computeIfAbsent(service, name -> new ArrayList<>()).add(world.now());
        }
        if (!(action instanceof Action.Start) || file == null || file.rules().flexible()
                || ledger.wanted(by, service, EnumSet.of(Goal.STARTED, Goal.PLACED))) {
            return;
        }
        List<Long> recent = starts.computeIfAbsent(service, name -> new ArrayList<>());
        recent.removeIf(start -> world.now() - start >= HOUR);
        recent.add(world.now());
        if (recent.size() > file.rules().takeovers() + UNHEARD) {
            throw new Broken("I6", by.name() + " starts " + service + " for the " + recent.size()
                    + "th time within an hour; its limit is " + file.rules().takeovers());
        }
    }

    /** How often it started by itself in the last two hours: a start may be heard of late. */
    long recent(ServiceName service) {
        return counted.getOrDefault(service, List.of()).stream()
                .filter(start -> world.now() - start < 2 * HOUR).count();
    }
}
