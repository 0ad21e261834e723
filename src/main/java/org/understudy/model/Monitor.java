package org.understudy.model;

import java.util.Locale;

/** What a node does with its instance of a service; in every beat. */
public enum Monitor {
    IDLE,
    /** About to start it, unless a better placed node says it will. */
    READY,
    /** Would start it, but services it depends on are not up. */
    WAIT_PARENTS,
    /** Would stop it, but services that depend on it are not down. */
    WAIT_CHILDREN,
    /** Would restart it, but a node before this one has not yet. */
    WAIT_PRIORS,
    STARTING,
    START_FAILED,
    STOPPING,
    STOP_FAILED,
    /** Stopping and starting all of it on demand. */
    RESTARTING,
    /** Starting resources again that went down. */
    REPAIRING,
    /** Carrying out the monitor action. */
    TOCING,
    /** Left by the monitor action: not started here again while it is up nowhere else. */
    EVICTED;

    /** The words an operator sees: {@code start failed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether an action is running. */
    public boolean busy() {
        return switch (this) {
            case STARTING, STOPPING, RESTARTING, REPAIRING, TOCING -> true;
            case IDLE, READY, WAIT_PARENTS, WAIT_CHILDREN, WAIT_PRIORS, START_FAILED, STOP_FAILED,
                    EVICTED -> false;
        };
    }

    /** Whether an action runs that an operator can have ended. */
    public boolean abortable() {
        return switch (this) {
            case STARTING, STOPPING, RESTARTING, REPAIRING -> true;
            case TOCING, IDLE, READY, WAIT_PARENTS, WAIT_CHILDREN, WAIT_PRIORS, START_FAILED,
                    STOP_FAILED, EVICTED -> false;
        };
    }

    /** Whether an operator has to clear it, unless the service comes up elsewhere. */
    public boolean failed() {
        return this == START_FAILED || this == STOP_FAILED || this == EVICTED;
    }

    /** Whether it only waits, and may do something else at any moment. */
    public boolean waits() {
        return switch (this) {
            case READY, WAIT_PARENTS, WAIT_CHILDREN, WAIT_PRIORS -> true;
            case IDLE, STARTING, STOPPING, RESTARTING, REPAIRING, TOCING, START_FAILED,
                    STOP_FAILED, EVICTED -> false;
        };
    }
}
