package org.understudy.sim;

import java.time.Duration;
import java.util.Random;

/**
 * How fast a made-up world goes.
 *
 * @param timeout of a link
 * @param interval between beats
 * @param tick between rounds of an agent's loop in which nothing else happens
 * @param probe between readings of all resources
 * @param rejoin the rejoin grace period
 */
public record Timing(Duration timeout, Duration interval, Duration tick, Duration probe,
        Duration rejoin) {
    /** Slow enough to run hours in milliseconds. */
    public static final Timing CALM = new Timing(Duration.ofSeconds(15), Duration.ofSeconds(5),
            Duration.ofMillis(2500), Duration.ofSeconds(30), Duration.ofSeconds(90));

    /** As a lab is set up. */
    public static final Timing QUICK = new Timing(Duration.ofSeconds(2), Duration.ofMillis(200),
            Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(30));

    /** How long it takes to look at the resources. */
    Duration reading() {
        return Duration.ofMillis(50);
    }

    /** One step of an action: mostly short, sometimes as long as a time-out. */
    Duration step(Random random) {
        return random.nextInt(50) == 0 ? timeout.plusMillis(random.nextInt(5000))
                : Duration.ofMillis(20 + random.nextInt(400));
    }
}
