package org.understudy.sim;

/** What an agent does again and again: ticks, beats, readings; and which of it changes nothing. */
final class Pulse {
    /** In the order in which they are done when they are due at the same time. */
    enum Beat { TICK, BEAT, PROBE }

    private static final long FIRST_PROBE = 300_000_000;

    private final long tick;
    private final long interval;
    private final long probe;
    private long nextTick;
    private long nextBeat;
    private long nextProbe;
    private boolean idleTick;
    private boolean idleProbe;

    Pulse(Timing timing, long now) {
        tick = timing.tick().toNanos();
        interval = timing.interval().toNanos();
        probe = timing.probe().toNanos();
        nextTick = now + tick;
        nextBeat = now + interval;
        nextProbe = now + FIRST_PROBE;
    }

    long next() {
        return Math.min(nextTick, Math.min(nextBeat, nextProbe));
    }

    Beat due() {
        long next = next();
        return next == nextTick ? Beat.TICK : next == nextBeat ? Beat.BEAT : Beat.PROBE;
    }

    void ticked(boolean idle) {
        nextTick += tick;
        idleTick = idle;
    }

    void beaten() {
        nextBeat += interval;
    }

    void probed(boolean idle) {
        nextProbe += probe;
        idleProbe = idle;
    }

    /** Something changed: what changed nothing before may do so now. */
    void stir() {
        idleTick = false;
        idleProbe = false;
    }

    boolean idle() {
        return idleTick;
    }

    /** Until when nothing has to be done that may change something. */
    long quietUntil() {
        return idleProbe ? Long.MAX_VALUE : nextProbe;
    }

    /** When the last tick or reading up to {@code then} is; {@code before} when none is due. */
    long last(long before, long then) {
        return Math.max(lastOf(nextTick, tick, before, then),
                lastOf(nextProbe, probe, before, then));
    }

    /** When the last beat up to {@code then} is sent; negative when none is. */
    long lastBeat(long then) {
        return lastOf(nextBeat, interval, -1, then);
    }

    long interval() {
        return interval;
    }

    boolean beatsBefore(long moment) {
        return nextBeat <= moment;
    }

    private static long lastOf(long next, long period, long before, long then) {
        return next > then ? before : next + (then - next) / period * period;
    }

    void leap(long then) {
        nextTick = after(nextTick, tick, then);
        nextBeat = after(nextBeat, interval, then);
        nextProbe = after(nextProbe, probe, then);
    }

    private static long after(long next, long period, long then) {
        return next > then ? next : next + ((then - next) / period + 1) * period;
    }
}
