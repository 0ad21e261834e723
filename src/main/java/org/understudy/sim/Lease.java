package org.understudy.sim;

import org.understudy.model.Cluster;
import org.understudy.model.Rid;
import org.understudy.model.Service;

/**
 * I3: where a majority is needed, a step of a start begins only on a node that may have one: that
 * many voters have had a beat of it which left within the lease, or were told so of late.
 */
final class Lease implements Checker {
    private final World world;

    Lease(World world) {
        this.world = world;
    }

    @Override
    public void starts(SimNode on, Service service, Rid rid) {
        Cluster cluster = world.cluster();
        if (!cluster.quorum().on()) {
            return;
        }
        int votes = votes(on);
        int total = cluster.nodes().size() + cluster.quorum().arbitrators().size();
        if (2 * votes <= total) {
            throw new Broken("I3", on.name() + " starts " + rid + " of " + service.name()
                    + " with " + votes + " of " + total + " votes at most");
        }
    }

    private int votes(SimNode on) {
        int votes = 1;
        for (SimNode other : world.nodes()) {
            votes += other != on && votes(other, on) ? 1 : 0;
        }
        for (int arbitrator = 0; arbitrator < world.arbitrators().size(); arbitrator++) {
            votes += given(arbitrator, on) ? 1 : 0;
        }
        return votes;
    }

    private boolean votes(SimNode voter, SimNode on) {
        long left = world.network().taken(on.index(), voter.index());
        return left > Long.MIN_VALUE
                && world.now() - left <= world.cluster().quorum().lease().toNanos();
    }

    /** Given to the node, or to a voter whose beat that said so may have been on its way. */
    private boolean given(int arbitrator, SimNode on) {
        if (world.arbitrators().had(arbitrator, on.index()) > world.now()) {
            return true;
        }
        long late = 2 * world.timing().timeout().toNanos();
        return world.nodes().stream().anyMatch(voter -> voter != on && votes(voter, on)
                && world.arbitrators().had(arbitrator, voter.index()) > world.now() - late);
    }
}
