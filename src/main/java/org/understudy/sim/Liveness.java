package org.understudy.sim;

import java.util.List;
import org.understudy.model.Orchestrate;
import org.understudy.model.Rules;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/**
 * I5: once faults have stopped, a service that the cluster is to keep up is up, if one of its nodes
 * may run it and no node has a failure or a rest that an operator must look at: that is also what
 * stands by in part.
 */
final class Liveness {
    private Liveness() {
    }

    static void check(World world) {
        for (ServiceName service : world.services()) {
            world.nodes().stream().filter(node -> clings(world, node, service)).forEach(node -> {
                throw new Broken("I5", node.name() + " still has " + node.held(service) + " of "
                        + service + ", whose disks another node took: " + why(world, service));
            });
            long up = world.nodesUp(service.value());
            long wanted = wanted(world, service);
            if (up < wanted || wanted == 1 && up > 1 && !flexible(world, service)) {
                throw new Broken("I5", service + " is up on " + up + " nodes, expected " + wanted
                        + ": " + why(world, service));
            }
        }
    }

    private static boolean clings(World world, SimNode node, ServiceName service) {
        return node.holds(service) && node.running() && world.disks().shutOut(node, service)
                && !node.frozen(service) && !node.stopFailed(service);
    }

    private static boolean flexible(World world, ServiceName service) {
        return world.nodes().stream().flatMap(node -> node.file(service).stream())
                .anyMatch(file -> file.rules().flexible());
    }

    /** On how many nodes it has to be up. */
    private static long wanted(World world, ServiceName service) {
        List<SimNode> nodes = world.nodes().stream()
                .filter(node -> node.file(service).isPresent()).toList();
        Service file = nodes.get(0).file(service).orElseThrow();
        boolean rest = nodes.stream().anyMatch(node ->
                node.holds(service) && !node.up(service) || node.stopFailed(service)
                        || node.standsByInPart(service));
        boolean spent = world.limit().recent(service) >= file.rules().takeovers();
        long eligible = nodes.stream()
                .filter(node -> eligible(world, node, node.file(service).orElseThrow())).count();
        return rest || spent || !related(world, file) ? 0
                : Math.min(eligible, file.rules().flex().target());
    }

    /** Whether the services that it depends on are where it needs them. */
    private static boolean related(World world, Service file) {
        Rules.Relations relations = file.rules().relations();
        return relations.with().isEmpty() && relations.without().isEmpty()
                && relations.parents().stream()
                        .allMatch(parent -> world.nodesUp(parent.value()) > 0);
    }

    private static boolean eligible(World world, SimNode node, Service file) {
        return node.on() && !node.failed(file.name())
                && file.orchestrate() == Orchestrate.HA
                && file.rules().placement() != Rules.Placing.NONE && !node.frozen(file.name())
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
