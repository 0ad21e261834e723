package org.understudy.model;

import java.util.Locale;

/** The kinds of resources, in the order in which a start runs them; a stop runs them backwards. */
public enum Group {
    IP, VOLUME, DISK, FS, SHARE, CONTAINER, APP, TASK, SYNC, HB;

    /** The word in files and screens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a start or stop of the service touches it, and its {@code avail} counts it. */
    public boolean started() {
        return this != TASK && this != SYNC && this != HB;
    }
}
