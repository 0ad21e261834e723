package org.understudy.sim;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Freeze;
import org.understudy.model.Kept;
import org.understudy.model.Memory;
import org.understudy.model.Memory.ClusterFreeze;
import org.understudy.model.Moment;
import org.understudy.model.Moves;
import org.understudy.model.ServiceName;

/**
 * What an agent has written on the disk of its made-up machine: by the clock on the wall, which
 * may be set anew before the next agent reads it.
 */
final class Disk {
    private Memory memory = Memory.NONE;
    private long wall;
    private long written;
    private long shift;

    /** What is written, by the clock that the agent had which wrote it. */
    Memory memory() {
        return memory;
    }

    void write(Memory next) {
        if (!next.equals(memory)) {
            memory = next;
            written = wall;
        }
    }

    /** The clock on the wall is set so many nanoseconds forward. */
    void step(long nanos) {
        wall += nanos;
    }

    /** A fresh agent reads it. */
    Memory read() {
        shift = written - wall;
        if (shift != 0) {
            memory = moved();
            written = wall;
        }
        return memory;
    }

    /** How much later everything seemed to be when it was last read. */
    long shift() {
        return shift;
    }

    private Memory moved() {
        SortedMap<ServiceName, Kept> services = new TreeMap<>(memory.services());
        services.replaceAll((name, kept) -> kept.frozen(kept.freeze().map(this::moved))
                .moved(new Moves(kept.moves().count(),
                        kept.moves().recent().stream().map(this::moved).toList())));
        ClusterFreeze word = memory.cluster();
        return new Memory(memory.node().map(this::moved), new ClusterFreeze(word.number(),
                word.freeze().map(this::moved), word.lasts()), services, memory.shot(),
                memory.fenceTook());
    }

    Freeze moved(Freeze one) {
        return one.moved(this::moved);
    }

    private Moment moved(Moment one) {
        return new Moment(one.nanos() + shift);
    }
}
