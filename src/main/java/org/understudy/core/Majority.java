package org.understudy.core;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Beat;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Peer;
import org.understudy.model.NodeState;
import org.understudy.model.Quorum;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * Votes. A node has the vote of every peer that says it heard a beat of this one which left within
 * the lease, and those of arbitrators, who vote for one node at a time. Who loses the majority
 * stops, or is reset; after that time, those who have one know it.
 */
public final class Majority {
    private Majority() {
    }

    /** Whether this node may run anything: it has a majority, or needs none. */
    public static boolean held(View view) {
        return !view.cluster().quorum().on() || 2 * votes(view) > total(view);
    }

    /**
     * Whether this node may go on as it is if nobody hears it: it has a majority, or nothing that
     * others could start meanwhile. Only then its watchdog is fed.
     */
    public static boolean harmless(View view) {
        return held(view) || view.services().values().stream().allMatch(local ->
                local.service().rules().flexible() || Departing.spared(view, local)
                        || !Beats.holds(view, local.service().name()));
    }

    /** Whether those who vote for this node would be a majority without it. */
    static boolean without(View view) {
        return 2 * (votes(view) - 1) > total(view);
    }

    /** {@code 1 of 3 votes}. */
    static String words(View view) {
        return votes(view) + " of " + total(view) + " votes";
    }

    /**
     * Whether a majority has not heard the node for so long that it has stopped the service or was
     * reset. One that is frozen, or whose agent left, is left alone by it, and so proves nothing.
     */
    static boolean excludes(View view, NodeName node, ServiceName service) {
        Quorum quorum = view.cluster().quorum();
        boolean frozen = view.peer(node).beat().map(beat -> beat.standing().frozen()
                || beat.state() == NodeState.MAINTENANCE
                || beat.instances().containsKey(service)
                && beat.instances().get(service).frozen()).orElse(true);
        return quorum.on() && !frozen && resets(view, node) && held(view)
                && 2 * without(view, node) > total(view);
    }

    /**
     * Whether the node, when it was last heard, had a watchdog that resets it before a majority
     * counts on that. What does not tell of one proves nothing by its silence.
     */
    static boolean resets(View view, NodeName node) {
        Quorum quorum = view.cluster().quorum();
        return quorum.on() && view.peer(node).beat().map(beat -> beat.standing().guard().certain())
                .filter(certain -> !certain.isZero()
                        && certain.compareTo(quorum.certain()) <= 0).isPresent();
    }

    /** Whether it was reset by now if its vote was needed: silent for long enough, and guarded. */
    static boolean ended(View view, NodeName node) {
        return lost(view, node) && resets(view, node);
    }

    /** Whether a silent node was not heard here for so long. */
    static boolean lost(View view, NodeName node) {
        Moment last = view.peer(node).lastHeard().orElse(view.self().started());
        return past(view, last) && !Liveness.alive(view, node);
    }

    /**
     * Whether a majority would have said so by now: another voter's word takes a lease at most,
     * and an arbitrator's vote is given anew only when the lease of the last one is over.
     */
    static boolean overdue(View view, NodeName node) {
        Quorum quorum = view.cluster().quorum();
        Moment last = view.peer(node).lastHeard().orElse(view.self().started());
        return lost(view, node) && view.now().since(last)
                .compareTo(quorum.certain().plus(quorum.lease().multipliedBy(2))) >= 0;
    }

    private static boolean past(View view, Moment since) {
        return view.now().since(since).compareTo(view.cluster().quorum().certain()) >= 0;
    }

    /** Voters who have not heard the node for so long. */
    private static int without(View view, NodeName node) {
        int nodes = ended(view, node) ? 1 : 0;
        for (NodeName peer : view.peers().keySet()) {
            boolean lost = view.peer(peer).beat()
                    .filter(beat -> beat.standing().lost().contains(node)).isPresent();
            nodes += voter(view, peer) && lost ? 1 : 0;
        }
        return nodes + (int) view.votes().values().stream()
                .filter(vote -> view.now().isBefore(vote.until()) && past(view, vote.since()))
                .count();
    }

    private static int votes(View view) {
        Set<ArbitratorName> arbitrators = new TreeSet<>();
        view.votes().forEach((name, vote) -> {
            if (view.now().isBefore(vote.until())) {
                arbitrators.add(name);
            }
        });
        int nodes = 1;
        for (NodeName peer : view.peers().keySet()) {
            if (voter(view, peer)) {
                nodes++;
                view.peer(peer).beat().map(Beat::standing)
                        .ifPresent(standing -> arbitrators.addAll(standing.votes()));
            }
        }
        arbitrators.retainAll(view.cluster().quorum().arbitrators());
        return nodes + arbitrators.size();
    }

    private static int total(View view) {
        return view.cluster().nodes().size() + view.cluster().quorum().arbitrators().size();
    }

    /** It is heard, and says so of this node: one-way links give no vote. */
    private static boolean voter(View view, NodeName node) {
        Peer peer = view.peer(node);
        Duration lease = view.cluster().quorum().lease();
        return Liveness.alive(view, node) && peer.acked()
                .filter(sent -> view.now().since(sent).compareTo(lease) <= 0).isPresent();
    }
}
