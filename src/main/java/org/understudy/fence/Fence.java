package org.understudy.fence;

import org.understudy.exec.Deadline;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;

/** Switches a node off and has it confirmed. */
public interface Fence {
    /**
     * How a try ended.
     *
     * @param result only CONFIRMED permits a start
     * @param detail one line for people: what was run and what it said
     */
    record Outcome(FenceResult result, String detail) {
    }

    /**
     * Switches the node off; returns by the deadline, or by the fence's own limit before that.
     *
     * @return CONFIRMED when the device says that the node is off; FAILED when it says that it
     *     could not do it; UNKNOWN when it said nothing in time
     */
    Outcome fence(NodeName node, Deadline deadline) throws InterruptedException;
}
