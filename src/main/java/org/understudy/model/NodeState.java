package org.understudy.model;

/** What a node's agent is doing as a whole; in every beat. */
public enum NodeState {
    /** Reading the state of its own services for the first time. */
    INIT,
    /** Waiting to hear the other nodes, for at most the rejoin grace period. */
    REJOIN,
    /** Normal. */
    IDLE,
    /** The agent is being stopped or restarted; the services stay as they are. */
    MAINTENANCE,
    /** Frozen, and stopping its services so that others take them over. */
    DRAINING,
    /** The node stops its services and leaves. */
    SHUTTING,
    /** All its services are stopped; it is gone until it beats again. */
    LEFT
}
