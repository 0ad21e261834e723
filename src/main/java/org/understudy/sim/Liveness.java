package org.understudy.sim;

import java.util.List;
import java.util.Optional;
import org.understudy.model.Orchestrate;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/**
 * I5: once faults have stopped, a service that the cluster is to keep up is up, if one of its nodes
 * may run it and no node has a failure or a rest that an operator must look at.
 */
final class Liveness {
    private Liveness() {
    }

    static void check(World world) {
        for (ServiceName service : world.services()) {
            long up = world.nodesUp(service.value());
            if (up != 1 && due(world, service)) {
                throw new Broken("I5",
                        service + " is up on " + up + " nodes: " + why(world, service));
            }
        }
    }

    private static boolean due(World world, ServiceName service) {
        List<SimNode> nodes = world.nodes();
        boolean rest = nodes.stream().anyMatch(node ->
                node.holds(service) || node.stopFailed(service));
        Optional<SimNode> first = nodes.stream().filter(node -> node.file(service)
                .filter(file -> eligible(world, node, file)).isPresent()).findFirst();
        return !rest && first.isPresent();
    }

    private static boolean eligible(World world, SimNode node, Service file) {
        return node.on() && !node.failed(file.name())
                && file.orchestrate() == Orchestrate.HA && !node.frozen(file.name())
                && file.nodes().contains(node.name());
    }

    private static String why(World world, ServiceName service) {
        StringBuilder why = new StringBuilder();
        for (SimNode node : world.nodes()) {
            why.append(node.name()).append(node.on() ? "" : " off").append(
                    node.frozen(service) ? " frozen" : "").append(' ')
                    .append(node.agent() == null ? "no agent" : node.agent().reason(service))
                    .append("; ");
        }
        return why.toString();
    }
}
