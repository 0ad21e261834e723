package org.understudy.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * All that this node knows at one moment; what decisions are made from. Immutable.
 *
 * @param now this node's monotonic clock
 * @param self this node
 * @param cluster its definition
 * @param peers every other member
 * @param fencings the last try on each node that was to be fenced
 * @param services this node's instances
 * @param wishes requests made to this agent, oldest first, the last ones only
 * @param stalled when this process last found that it had not been running; no verdict on others
 *     until a full timeout has passed since
 * @param generation version of what the beats tell
 * @param memory what outlives the agent; of configured services see {@link Local#kept}
 * @param votes of arbitrators that this node holds
 */
public record View(Moment now, Self self, Cluster cluster, SortedMap<NodeName, Peer> peers,
        SortedMap<NodeName, Fencing> fencings, SortedMap<ServiceName, Local> services,
        List<Wish> wishes, Optional<Moment> stalled, long generation, Memory memory,
        SortedMap<ArbitratorName, Vote> votes) {

    public View {
        peers = Collections.unmodifiableSortedMap(peers);
        fencings = Collections.unmodifiableSortedMap(fencings);
        services = Collections.unmodifiableSortedMap(services);
        wishes = List.copyOf(wishes);
        votes = Collections.unmodifiableSortedMap(votes);
    }

    /** What a fresh agent knows: nothing but what it remembers. */
    public static View fresh(Self self, Cluster cluster, Memory memory) {
        SortedMap<NodeName, Peer> peers = new TreeMap<>();
        cluster.nodes().stream().filter(n -> !n.equals(self.node()))
                .forEach(n -> peers.put(n, Peer.UNHEARD));
        return new View(self.started(), self, cluster, peers, new TreeMap<>(), new TreeMap<>(),
                List.of(), Optional.empty(), 1, memory, new TreeMap<>());
    }

    public Peer peer(NodeName node) {
        return peers.getOrDefault(node, Peer.UNHEARD);
    }

    /** What a peer last told of a service; empty when it never did. */
    public Optional<Instance> told(NodeName node, ServiceName service) {
        return peer(node).beat().map(beat -> beat.instances().get(service));
    }

    /** The other nodes of a service, preferred first. */
    public List<NodeName> others(Service service) {
        return service.nodes().stream().filter(n -> !n.equals(self.node())).toList();
    }

    /** Why the cluster leaves this whole node alone; empty when it does not. */
    public Optional<Freeze> frozen() {
        return memory.node().or(memory.cluster()::freeze);
    }

    public View at(Moment next) {
        return new View(next, self, cluster, peers, fencings, services, wishes, stalled,
                generation, memory, votes);
    }

    public View stalledAt(Moment moment) {
        return new View(now, self, cluster, peers, fencings, services, wishes,
                Optional.of(moment), generation, memory, votes);
    }

    public View with(NodeState state) {
        return with(self.with(state));
    }

    public View with(Self next) {
        return new View(now, next, cluster, peers, fencings, services, wishes, stalled,
                generation, memory, votes);
    }

    public View with(Memory next) {
        return new View(now, self, cluster, peers, fencings, services, wishes, stalled,
                generation, next, votes);
    }

    public View votes(SortedMap<ArbitratorName, Vote> next) {
        return new View(now, self, cluster, peers, fencings, services, wishes, stalled,
                generation, memory, next);
    }

    public View with(NodeName node, Peer peer) {
        SortedMap<NodeName, Peer> next = new TreeMap<>(peers);
        next.put(node, peer);
        return new View(now, self, cluster, next, fencings, services, wishes, stalled,
                generation, memory, votes);
    }

    public View peers(SortedMap<NodeName, Peer> next) {
        return new View(now, self, cluster, next, fencings, services, wishes, stalled,
                generation, memory, votes);
    }

    public View with(NodeName node, Fencing fencing) {
        SortedMap<NodeName, Fencing> next = new TreeMap<>(fencings);
        next.put(node, fencing);
        return fencings(next);
    }

    public View withoutFencing(NodeName node) {
        SortedMap<NodeName, Fencing> next = new TreeMap<>(fencings);
        next.remove(node);
        return fencings(next);
    }

    private View fencings(SortedMap<NodeName, Fencing> next) {
        return new View(now, self, cluster, peers, next, services, wishes, stalled, generation,
                memory, votes);
    }

    /** With one instance changed; unknown services are left unknown. */
    public View with(ServiceName service, UnaryOperator<Local> change) {
        Local before = services.get(service);
        Local after = before == null ? null : change.apply(before);
        if (after == before) {
            return this;
        }
        SortedMap<ServiceName, Local> next = new TreeMap<>(services);
        next.put(service, after);
        return with(next);
    }

    /** With every instance changed in one go; the same view when none is. */
    public View each(UnaryOperator<Local> change) {
        SortedMap<ServiceName, Local> next = null;
        for (Map.Entry<ServiceName, Local> entry : services.entrySet()) {
            Local after = change.apply(entry.getValue());
            if (after != entry.getValue()) {
                next = next == null ? new TreeMap<>(services) : next;
                next.put(entry.getKey(), after);
            }
        }
        return next == null ? this : with(next);
    }

    public View with(SortedMap<ServiceName, Local> next) {
        return new View(now, self, cluster, peers, fencings, next, wishes, stalled, generation,
                memory, votes);
    }

    public View with(List<Wish> next) {
        return new View(now, self, cluster, peers, fencings, services, next, stalled, generation,
                memory, votes);
    }

    public View generation(long next) {
        return new View(now, self, cluster, peers, fencings, services, wishes, stalled, next,
                memory, votes);
    }
}
