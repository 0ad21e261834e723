package org.understudy.model;

/** How far the cluster goes by itself with a service: the keyword {@code orchestrate}. */
public enum Orchestrate {
    /** Never acts by itself. */
    NO,
    /** Starts it at boot on its first node. */
    START,
    /** Keeps it up on some node. */
    HA
}
