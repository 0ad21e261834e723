package org.understudy.core;

import java.util.Optional;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;

/**
 * To whom an arbitrator gives one cluster's vote: to one node at a time, for one lease. After a
 * restart whoever had it last has it again as soon as it asks, and others only when the longest
 * lease there may be is over.
 *
 * @param holder who had it last, which has to be remembered before it is told; empty when nobody
 *     had it, or that was forgotten
 * @param until from when on another node may have it
 * @param resting whether nobody has had it since the restart
 */
public record Arbitration(Optional<NodeName> holder, Moment until, boolean resting) {
    /** As it is when the arbitrator starts. */
    public static Arbitration begun(Optional<NodeName> holder, Moment started) {
        return new Arbitration(holder, started.plus(Quorum.LONGEST_LEASE), true);
    }

    /** Whether that node has the vote if it asks now. */
    public boolean gives(NodeName node, Moment now) {
        return holder.equals(Optional.of(node)) || !now.isBefore(until);
    }

    /** Once it has it; never for less long than before, for a lease may have become shorter. */
    public Arbitration given(NodeName node, Moment end) {
        return new Arbitration(Optional.of(node), !resting && end.isBefore(until) ? until : end,
                false);
    }
}
