package org.understudy.model;

import java.time.Duration;

/**
 * How often a resource that went down is started again in place.
 *
 * @param tries before it counts as lost
 * @param delay between two of them
 */
public record Restart(int tries, Duration delay) {
    public static final Restart NEVER = new Restart(0, Duration.ZERO);
}
