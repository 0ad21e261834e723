package org.understudy.config;

/** What keeps other nodes from writing what a resource has, as far as reservations go. */
public enum Guard {
    /** It has nothing that another node could write. */
    HARMLESS,
    /** Its disks are reserved for it. */
    OWN,
    /** It lies on a disk of the service whose disks are reserved. */
    BELOW,
    /** Nothing. */
    OPEN
}
