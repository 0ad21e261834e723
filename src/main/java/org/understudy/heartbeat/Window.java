package org.understudy.heartbeat;

/** Which numbers have come: each counts once, and one that is far behind the greatest never. */
final class Window {
    private static final int WIDTH = Long.SIZE;

    private long greatest = -1;
    private long seen;

    /** Whether this one has not come before; from now on it has. */
    boolean takes(long number) {
        if (number < 0 || number <= greatest - WIDTH) {
            return false;
        }
        if (number > greatest) {
            long step = number - greatest;
            seen = step >= WIDTH ? 0 : seen << step;
            greatest = number;
        }
        long bit = 1L << (greatest - number);
        boolean first = (seen & bit) == 0;
        seen |= bit;
        return first;
    }
}
