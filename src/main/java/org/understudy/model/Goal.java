package org.understudy.model;

import java.util.Locale;

/** What an operator wants of a service. */
public enum Goal {
    STARTED, STOPPED, FROZEN, THAWED, CLEARED,
    /** Up on one certain node, or on the preferred one of those that can run it. */
    PLACED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
