package org.understudy.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.understudy.core.Majority;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Event;
import org.understudy.model.Quorum;
import org.understudy.model.ServiceName;

/**
 * Made-up arbitrators, each of which votes for one node at a time, and made-up watchdogs, each of
 * which ends its machine that is not fed for a while. Agents that hold a majority, or
 * nothing, feed it.
 */
final class Witnesses {
    private static final Duration ASKED_EVERY = Duration.ofMillis(200);

    private final World world;
    private final Quorum quorum;
    private final Map<ArbitratorName, String> voted = new HashMap<>();
    private final Map<ArbitratorName, Long> until = new HashMap<>();
    private final Map<SimNode, Long> fed = new HashMap<>();
    /** What was frozen on a node when it last had a majority, and so is left alone. */
    private final Map<SimNode, List<ServiceName>> spared = new HashMap<>();
    private final Set<String> cut = new HashSet<>();

    Witnesses(World world) {
        this.world = world;
        this.quorum = world.cluster().quorum();
    }

    Witnesses begin() {
        if (quorum.on()) {
            round();
        }
        return this;
    }

    /** Whether there is one of this name. */
    boolean has(String name) {
        return quorum.arbitrators().stream().anyMatch(one -> one.value().equals(name));
    }

    /** From now on this node does not reach that arbitrator. */
    void cut(String node, String arbitrator) {
        cut.add(node + " " + arbitrator);
    }

    void heal() {
        cut.clear();
    }

    private void round() {
        for (SimNode node : world.nodes()) {
            if (node.running()) {
                quorum.arbitrators().forEach(one -> vote(one, node));
            }
            guard(node);
        }
        world.in(ASKED_EVERY, this::round);
    }

    private void vote(ArbitratorName arbitrator, SimNode node) {
        String name = node.name().value();
        boolean free = !voted.containsKey(arbitrator) || voted.get(arbitrator).equals(name)
                || until.get(arbitrator) <= world.now();
        if (free && !cut.contains(name + " " + arbitrator) && node.agent() != null) {
            voted.put(arbitrator, name);
            until.put(arbitrator, world.now() + quorum.lease().toNanos());
            node.agent().take(new Event.Voted(arbitrator,
                    Optional.of(node.clock(until.get(arbitrator)))));
        }
    }

    /** An agent that left in an orderly way has switched its watchdog off. */
    private void guard(SimNode node) {
        boolean held = node.running() && Majority.held(node.view());
        if (held) {
            spared.put(node, world.services().stream().filter(node::frozen).toList());
        }
        boolean nothing = node.running() && world.services().stream().filter(node::holds)
                .allMatch(service -> node.frozen(service)
                        && spared.getOrDefault(node, List.of()).contains(service));
        boolean feeds = !node.on() || node.agent() == null || held || nothing;
        if (feeds || !quorum.watchdog()) {
            fed.put(node, world.now());
        } else if (world.now() - fed.getOrDefault(node, world.now())
                > quorum.reset().toNanos()) {
            world.note(() -> node.name() + " is reset by its watchdog");
            node.powerOff();
            world.in(Duration.ofSeconds(20), node::boot);
        }
    }
}
