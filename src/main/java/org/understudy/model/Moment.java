package org.understudy.model;

import java.time.Duration;

/**
 * A point on one node's monotonic clock. Moments of two nodes, or of two boots, cannot be compared.
 *
 * @param nanos nanoseconds since an origin of that node's own choice
 */
public record Moment(long nanos) implements Comparable<Moment> {
    /** How long after {@code earlier} this is; negative when it is before. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    public Moment plus(Duration duration) {
        return new Moment(nanos + duration.toNanos());
    }

    public boolean isBefore(Moment other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Moment other) {
        return Long.compare(nanos - other.nanos, 0);
    }
}
