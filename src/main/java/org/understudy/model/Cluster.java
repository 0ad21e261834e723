package org.understudy.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The cluster as cluster.conf and node.conf define it for this node.
 *
 * @param name beats of another name are dropped
 * @param nodes its members
 * @param links ways of hearing each other; each names every member's address
 * @param fenced members that have a {@code [stonith#node]} section
 * @param fenceTimeout after this a fence command counts as unknown
 * @param readyPeriod how long a start is announced where another live node could start it too
 * @param rejoinGracePeriod how long a fresh agent waits to hear the others
 * @param maintenanceGracePeriod how long an announced absence of an agent is no reason to act
 * @param takeoverWithoutProof the operator accepted that a service may run twice
 * @param quorum whether a majority is needed to act
 * @param parallel how many services this node acts upon at once
 */
public record Cluster(String name, List<NodeName> nodes, List<Link> links, Set<NodeName> fenced,
        Duration fenceTimeout, Duration readyPeriod, Duration rejoinGracePeriod,
        Duration maintenanceGracePeriod, boolean takeoverWithoutProof, Quorum quorum,
        int parallel) {
    /** Unless node.conf says otherwise. */
    public static final int PARALLEL = 10;

    public Cluster {
        nodes = List.copyOf(nodes);
        links = List.copyOf(links);
        fenced = Set.copyOf(fenced);
    }

    /** One in which no majority is needed. */
    public Cluster(String name, List<NodeName> nodes, List<Link> links, Set<NodeName> fenced,
            Duration fenceTimeout, Duration readyPeriod, Duration rejoinGracePeriod,
            Duration maintenanceGracePeriod, boolean takeoverWithoutProof) {
        this(name, nodes, links, fenced, fenceTimeout, readyPeriod, rejoinGracePeriod,
                maintenanceGracePeriod, takeoverWithoutProof, Quorum.OFF, PARALLEL);
    }
}
