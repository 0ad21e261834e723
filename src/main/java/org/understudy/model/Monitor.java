package org.understudy.model;

import java.util.Locale;

/** What a node does with its instance of a service; in every beat. */
public enum Monitor {
    IDLE,
    /** About to start it, unless a better placed node says it will. */
    READY,
    STARTING,
    START_FAILED,
    STOPPING,
    STOP_FAILED;

    /** The words an operator sees: {@code start failed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether an action is running. */
    public boolean busy() {
        return this == STARTING || this == STOPPING;
    }
}
