package org.understudy.sim;

/**
 * Chance that does not depend on what was drawn before, only on what it is drawn for: a beat that
 * nobody looked at changes the fate of no other one.
 */
final class Chance {
    private final long seed;

    Chance(long seed) {
        this.seed = mix(seed + 0x9E3779B97F4A7C15L);
    }

    /** From 0 up to, not including, {@code bound}. */
    long below(long bound, long what, long when) {
        return Math.floorMod(mix(mix(seed ^ what) ^ when), bound);
    }

    /** The finisher of SplitMix64. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
