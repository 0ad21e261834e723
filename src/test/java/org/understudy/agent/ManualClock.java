package org.understudy.agent;

import java.time.Duration;
import java.time.Instant;
import org.understudy.model.Moment;

/** Goes on when it is told to. */
final class ManualClock implements Clock {
    private volatile Moment now = new Moment(0);
    private volatile Instant wall = Instant.ofEpochSecond(1_800_000_000L);

    @Override
    public Moment now() {
        return now;
    }

    @Override
    public Instant wall() {
        return wall;
    }

    void pass(Duration time) {
        now = now.plus(time);
        wall = wall.plus(time);
    }

    /** Somebody sets the wall clock. */
    void setBack(Duration by) {
        wall = wall.minus(by);
    }
}
