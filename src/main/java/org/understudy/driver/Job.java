package org.understudy.driver;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Set;
import org.understudy.exec.Deadline;
import org.understudy.model.Schedule;

/**
 * What runs and ends where its service is up: a sync or a task. A start of the service leaves it
 * alone; a stop ends a run.
 */
public interface Job extends Driver {
    /**
     * What is wanted of one run.
     *
     * @param targets {@code nodes}, {@code drpnodes}; of a sync only, any other job ignores them
     * @param forced whether also outside its period, and however short the last run is ago
     */
    record Order(Set<String> targets, boolean forced) {
        public static final Order ALL = new Order(Set.of("nodes", "drpnodes"), false);

        public Order {
            targets = Set.copyOf(targets);
        }
    }

    /** What an operator calls a run: {@code sync} or {@code run}. */
    String verb();

    /** When it runs by itself. */
    Schedule schedule();

    /** Whether a person has to agree to each run. */
    boolean asksFirst();

    /** Whether a run by the schedule is due. */
    boolean isDue(ZonedDateTime now);

    /** Whether a run is underway, also one that an earlier life of the agent began. */
    boolean isRunning();

    /** A run that takes longer has failed. */
    Duration limit();

    /**
     * Runs it to its end, or waits for the end of the run that is underway.
     *
     * @return what was done, in an operator's words
     * @throws DriverException when it failed, or the service is not up here
     */
    String run(Order order, Deadline deadline) throws InterruptedException;
}
