package org.understudy.model;

import java.util.List;
import java.util.Optional;

/**
 * How a service is placed, kept up and moved, as its file says.
 *
 * @param topology how many instances run
 * @param flex how many of them, for {@link Topology#FLEX}
 * @param placement which node is preferred
 * @param relations other services it depends on
 * @param monitorAction what a monitored resource that stays down leads to; empty for nothing
 * @param takeovers how often an hour it may start by itself, over all nodes
 */
public record Rules(Topology topology, Flex flex, Placing placement, Relations relations,
        Optional<MonitorAction> monitorAction, int takeovers) {
    public static final Rules DEFAULT = new Rules(Topology.FAILOVER, new Flex(1, 1, 1),
            Placing.NODES_ORDER, Relations.NONE, Optional.empty(), 10);

    /** FAILOVER: at most one instance is up. FLEX: some number is. */
    public enum Topology { FAILOVER, FLEX }

    /** Bounds and aim of the number of instances that are up. */
    public record Flex(int min, int max, int target) {
    }

    /** Which of the nodes that can run it comes first. */
    public enum Placing {
        /** As the file lists them. */
        NODES_ORDER,
        /** The one with the lowest load. */
        LOAD_AVG,
        /** As listed, rotated by the number that the service's name begins with. */
        SHIFT,
        /** By a hash of service and node, so that many services spread. */
        SPREAD,
        /** The one with the highest score. */
        SCORE,
        /** Never by itself. */
        NONE
    }

    /** What happens on a node where a monitored resource stays down. */
    public enum MonitorAction { FREEZESTOP, SWITCH, REBOOT, CRASH }

    /**
     * Names of other services.
     *
     * @param parents must be up before this one starts
     * @param children must be down before this one stops
     * @param with only where these are up
     * @param without only where none of these is up
     * @param preferWith rather where these are up
     * @param preferWithout rather where these are not up
     */
    public record Relations(List<ServiceName> parents, List<ServiceName> children,
            List<ServiceName> with, List<ServiceName> without, List<ServiceName> preferWith,
            List<ServiceName> preferWithout) {
        public static final Relations NONE = new Relations(List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of());

        public Relations {
            parents = List.copyOf(parents);
            children = List.copyOf(children);
            with = List.copyOf(with);
            without = List.copyOf(without);
            preferWith = List.copyOf(preferWith);
            preferWithout = List.copyOf(preferWithout);
        }
    }

    public boolean flexible() {
        return topology == Topology.FLEX;
    }
}
