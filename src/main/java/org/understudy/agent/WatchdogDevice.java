package org.understudy.agent;

import java.io.IOException;
import java.time.Duration;

/** A hardware watchdog: once armed it resets the machine unless it is fed in time. */
interface WatchdogDevice {
    /**
     * Arms it, or takes over one that an earlier life of the agent left armed.
     *
     * @return the timeout that it really has; at most {@code atMost}
     * @throws IOException when it cannot be used; then it is not armed by this
     */
    Duration arm(Duration atMost) throws IOException;

    /** @throws IOException when it may not have been fed */
    void feed() throws IOException;

    /**
     * Switches it off.
     *
     * @return false when it goes on whatever is done, so that it has to be fed
     * @throws IOException when that is not certain
     */
    boolean disarm() throws IOException;
}
