package org.understudy.model;

import java.util.Locale;

/** What an operator wants of a service. */
public enum Goal {
    STARTED, STOPPED,
    /** Stopped with its standby resources. */
    SHUTDOWN, FROZEN, THAWED, CLEARED,
    /** Stopped and started again where it is up, one node after the other. */
    RESTARTED,
    /** No earlier wish holds any more. */
    ABORTED,
    /** Up on one certain node, or on the preferred one of those that can run it. */
    PLACED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
