package org.understudy.heartbeat;

import java.util.UUID;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.Parcel;

/** Takes in what other nodes ask and answer. Called by the links' threads: never blocks. */
interface Parcels {
    /** The life of that node's agent which is heard now. */
    void met(NodeName node, UUID life);

    /** False when there is no room for it. */
    boolean take(Arrived arrived);

    /**
     * A parcel of another node.
     *
     * @param link where it came in
     * @param from who sent it
     * @param life of the sender's agent, the current one
     */
    record Arrived(LinkName link, NodeName from, UUID life, Parcel parcel) {
    }
}
