package org.understudy.driver;

import java.util.List;
import java.util.Optional;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;

/**
 * One resource on this node. Every call ends by its deadline, can be interrupted, and may be
 * repeated: starting what is up and stopping what is down succeed and change nothing.
 */
public interface Driver {
    /**
     * Reads the resource; changes nothing.
     *
     * @throws DriverException when it cannot be read: the resource is then UNDEF, never down
     */
    ResourceStatus status(Deadline deadline) throws InterruptedException;

    /**
     * What shows, by another and cheaper way than {@link #status} and without its help, that what
     * it found up at its last answer is still there; empty when nothing does. Proves nothing else:
     * without a trace it is not down.
     */
    default Optional<String> trace(Deadline deadline) throws InterruptedException {
        return Optional.empty();
    }

    /**
     * Brings the resource up.
     *
     * @return whether this call changed anything, so that a rollback knows what to undo
     * @throws DriverException when it is not up at the end
     */
    boolean start(Deadline deadline) throws InterruptedException;

    /**
     * Brings the resource down.
     *
     * @return whether this call changed anything
     * @throws DriverException when it is not down at the end
     */
    boolean stop(Deadline deadline) throws InterruptedException;

    /**
     * What this node would need to start the resource and does not have; changes nothing. What the
     * service itself brings, such as a device of its volume group, is not missed.
     *
     * @throws DriverException when it cannot be looked at
     */
    List<Lack> lacks(Deadline deadline) throws InterruptedException;

    /**
     * What would certainly make a start fail, looked for before anything of the service is touched;
     * cheap, and changes nothing. What a start may overcome is not told.
     *
     * @throws DriverException when it cannot be looked at: the start itself will tell
     */
    default List<String> conflicts(Deadline deadline) throws InterruptedException {
        return List.of();
    }
}
