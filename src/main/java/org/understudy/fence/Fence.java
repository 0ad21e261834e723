package org.understudy.fence;

import java.util.List;
import java.util.Optional;
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
     * @param rest what is to be done once that was told, for nobody may wait for it
     */
    record Outcome(FenceResult result, String detail, Optional<Rest> rest) {
        public Outcome(FenceResult result, String detail) {
            this(result, detail, Optional.empty());
        }
    }

    /** What a fence does beyond switching a node off. */
    interface Rest {
        /** Does it, within some seconds; one line for people says what came of it. */
        String run() throws InterruptedException;
    }

    /**
     * How a harmless test ended.
     *
     * @param verdict whether the device could be used now, as far as a test can tell
     * @param detail one line for people; no secrets
     */
    record Test(Verdict verdict, String detail) {
    }

    /** UNTESTED: there is no way to ask without switching anything, or not yet. */
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
