package org.understudy.fence;

import java.util.List;
import org.understudy.exec.Deadline;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;

/** Switches a node off and has it confirmed. */
public interface Fence {
    /**
     * How a try ended.
     *
     * @param result only CONFIRMED permits a start
     * @param detail one line for people: what was done and what the device said; no secrets
     */
    record Outcome(FenceResult result, String detail) {
    }

    /**
     * How a harmless test ended.
     *
     * @param verdict whether the device could be used now, as far as a test can tell
     * @param detail one line for people; no secrets
     */
    record Test(Verdict verdict, String detail) {
    }

    /** UNTESTED: there is no way to ask without switching anything. */
    enum Verdict { WORKS, FAILS, UNTESTED }

    /**
     * Switches the node off; returns by the deadline, or by the fence's own limit before that.
     *
     * @return CONFIRMED when the node is off for certain; FAILED when it is not, or nothing was
     *     done; UNKNOWN when it may be
     */
    Outcome fence(NodeName node, Deadline deadline) throws InterruptedException;

    /** Asks the device whether it would work; changes nothing. Returns by the deadline. */
    Test test(NodeName node, Deadline deadline) throws InterruptedException;

    /** Programs and files that it needs and this machine lacks, one line each. */
    List<String> lacks();
}
