package org.understudy.sim;

import java.time.Duration;

/** What an agent does again and again, and which of it was seen to change nothing. */
final class Pulse {
    /** In the order in which they are done when they are due at the same time. */
    enum Beat { TICK, BEAT, PROBE, ECHO, VOTE }

    private static final long FIRST_PROBE = Duration.ofMillis(300).toNanos();
    private static final long ECHO = Duration.ofMillis(200).toNanos();
    private static final long NEVER = Long.MAX_VALUE;

    private final long[] periods;
    private final long[] next;
    private final boolean[] idle = new boolean[5];

    /** @param votes whether there are arbitrators to ask */
    Pulse(Timing timing, long now, boolean votes) {
        periods = new long[] {timing.tick().toNanos(), timing.interval().toNanos(),
                timing.probe().toNanos(), ECHO, timing.interval().toNanos()};
        next = new long[] {now + periods[0], now + periods[1], now + FIRST_PROBE, NEVER,
                votes ? now + periods[4] : NEVER};
    }

    long next() {
        return Math.min(Math.min(Math.min(next[0], next[1]), Math.min(next[2], next[3])), next[4]);
    }

    /** What is due; from now on it is due again only after its period. */
    Beat begun() {
        long due = next();
        for (Beat beat : Beat.values()) {
            if (next[beat.ordinal()] == due) {
                next[beat.ordinal()] += periods[beat.ordinal()];
                return beat;
            }
        }
        throw new IllegalStateException("nothing is due");
    }

    /** It was done, and changed nothing or something. */
    void done(Beat beat, boolean changedNothing) {
        idle[beat.ordinal()] = changedNothing;
    }

    /** Asks silent nodes for an echo from now on, or no more. */
    void echo(boolean asked, long now) {
        int echo = Beat.ECHO.ordinal();
        if (!asked) {
            next[echo] = NEVER;
        } else if (next[echo] == NEVER) {
            next[echo] = now + ECHO;
            idle[echo] = false;
        }
    }

    boolean echoes() {
        return next[Beat.ECHO.ordinal()] != NEVER;
    }

    /** Something changed: what changed nothing before may do so now. */
    void stir() {
        java.util.Arrays.fill(idle, false);
    }

    /** Whoever gave no echo, or no vote, may give one now. */
    void stirEcho() {
        idle[Beat.ECHO.ordinal()] = false;
        idle[Beat.VOTE.ordinal()] = false;
    }

    /** Whether ticks change nothing. */
    boolean idle() {
        return idle[Beat.TICK.ordinal()];
    }

    /** Until when nothing has to be done that may change something. */
    long quietUntil() {
        return Math.min(Math.min(idle[2] ? NEVER : next[2], idle[3] ? NEVER : next[3]),
                idle[4] ? NEVER : next[4]);
    }

    /** When the last round up to {@code then} is; {@code before} when none is due. */
    long last(long before, long then) {
        return Math.max(lastOf(0, before, then), lastOf(2, before, then));
    }

    /** When the last beat up to {@code then} is sent; negative when none is. */
    long lastBeat(long then) {
        return lastOf(Beat.BEAT.ordinal(), -1, then);
    }

    /** When the arbitrators are last asked up to {@code then}; negative when they are not. */
    long lastVote(long then) {
        return lastOf(Beat.VOTE.ordinal(), -1, then);
    }

    /** When the next beat is sent. */
    long nextBeat() {
        return next[Beat.BEAT.ordinal()];
    }

    long interval() {
        return periods[Beat.BEAT.ordinal()];
    }

    private long lastOf(int beat, long before, long then) {
        return next[beat] > then ? before
                : next[beat] + (then - next[beat]) / periods[beat] * periods[beat];
    }

    void leap(long then) {
        for (int beat = 0; beat < next.length; beat++) {
            if (next[beat] <= then && next[beat] != NEVER) {
                next[beat] += ((then - next[beat]) / periods[beat] + 1) * periods[beat];
            }
        }
    }
}
