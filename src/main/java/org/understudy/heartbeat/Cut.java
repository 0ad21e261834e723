package org.understudy.heartbeat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.understudy.model.NodeName;

/**
 * Whether a link is cut on purpose: for a moment at a time, by the monotonic clock and in memory
 * alone. Whoever wants it cut for longer says so again, and nobody has to restore it.
 */
final class Cut {
    static final Duration LONGEST = Duration.ofSeconds(1);
    /** The source of what this node would have sent. */
    private static final String OURS = "this node";

    private final Lane lane;
    private final Counters counters;
    private volatile long until = System.nanoTime();

    Cut(Lane lane, Counters counters) {
        this.lane = lane;
        this.counters = counters;
    }

    /** From now on for so long, {@link #LONGEST} at most; not at all when that is zero. */
    void hold(Duration time) {
        until = System.nanoTime() + Math.min(time.toNanos(), LONGEST.toNanos());
    }

    boolean holds() {
        return until - System.nanoTime() > 0;
    }

    /** What there is to say while it holds. */
    Optional<String> words() {
        return holds() ? Optional.of("cut by a drill, which restores it by itself")
                : Optional.empty();
    }

    /** Whether what came in is dropped, and counted. */
    boolean drops(String source) {
        if (holds()) {
            counters.count(lane.link().name(), source, Reason.DRILL);
            return true;
        }
        return false;
    }

    /** The same link, which sends nothing while this holds. */
    Carrier around(Carrier open) {
        return new Carrier() {
            @Override
            public void send(List<byte[]> beat) throws Exception {
                if (!drops(OURS)) {
                    open.send(beat);
                }
            }

            @Override
            public void send(NodeName to, byte[] datagram) throws Exception {
                if (!drops(OURS)) {
                    open.send(to, datagram);
                }
            }

            @Override
            public boolean lost() {
                return open.lost();
            }

            @Override
            public Optional<String> trouble() {
                return open.trouble();
            }

            @Override
            public void close() {
                open.close();
            }
        };
    }
}
