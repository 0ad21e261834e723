package org.understudy.sim;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.understudy.model.NodeName;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/** What must never be seen in any world. Judges by the world's own records, not by the core's. */
final class Invariants {
    private final World world;

    Invariants(World world) {
        this.world = world;
    }

    /** I1: at most one node holds a service's resources. */
    void oneHolder() {
        for (Service service : world.services()) {
            List<NodeName> holders = world.nodes().stream()
                    .filter(n -> n.on() && !n.held(service.name()).isEmpty())
                    .map(SimNode::name).toList();
            if (holders.size() > 1) {
                throw broken("I1", service.name() + " is held by " + holders);
            }
        }
    }

    /** I2: a start needs every other node heard, or confirmed to be off to this one or another. */
    void startPermitted(SimNode node, ServiceName service) {
        for (NodeName other : world.service(service).nodes()) {
            if (!other.equals(node.name())) {
                missing(node, other).ifPresent(why -> {
                    throw broken("I2", node.name() + " starts " + service + ": " + why);
                });
            }
        }
    }

    private Optional<String> missing(SimNode node, NodeName other) {
        Long beat = node.lastBeat().get(other);
        Long confirmed = world.nodes().stream().map(n -> n.lastConfirmed().get(other))
                .filter(Objects::nonNull).max(Long::compare).orElse(null);
        boolean heard = beat != null && !node.paused()
                && world.now() - beat <= world.timing().timeout().multipliedBy(2).toNanos();
        boolean off = confirmed != null && (beat == null || beat <= confirmed);
        return heard || off ? Optional.empty() : Optional.of(other + " was last heard at "
                + beat + " and last confirmed off at " + confirmed);
    }

    private AssertionError broken(String invariant, String what) {
        return new AssertionError("seed " + world.seed() + " breaks " + invariant + ": " + what
                + "\n" + world.trace());
    }
}
