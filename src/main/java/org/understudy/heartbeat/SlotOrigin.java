package org.understudy.heartbeat;

import org.understudy.heartbeat.BeatReceiver.Arrival;
import org.understudy.model.NodeName;

/**
 * A place where one node writes.
 *
 * @param owner that node
 * @param mine whether it is this one
 */
record SlotOrigin(NodeName owner, boolean mine) implements BeatReceiver.Origin {
    /** What was found there. */
    Arrival arrival(byte[] bytes) {
        return new Arrival(source(), bytes, this);
    }

    /** By this name it is counted. */
    String source() {
        return "slot of " + owner;
    }

    @Override
    public boolean fits(NodeName from) {
        return owner.equals(from);
    }

    @Override
    public void met(NodeName from) {
        // A slot has an owner already.
    }
}
