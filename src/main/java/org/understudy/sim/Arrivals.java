package org.understudy.sim;

/**
 * What one agent has had of each other node at some moment.
 *
 * @param heard when each link last brought a beat of it; negative when never
 * @param sent when the last of these had left, by the clock of its sender
 * @param acked when the last beat had left, by the agent's own clock, that it said it had; 0 for
 *     none
 */
record Arrivals(long[][] heard, long[] sent, long[] acked) {
    static Arrivals none(int nodes, int links) {
        long[][] heard = new long[nodes][links];
        for (long[] each : heard) {
            java.util.Arrays.fill(each, -1);
        }
        return new Arrivals(heard, new long[nodes], new long[nodes]);
    }
}
