package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One seed: two hours of a made-up cluster, with trouble at first and none at the end. */
final class Trial {
    static final Duration TROUBLED = Duration.ofMinutes(95);
    static final Duration CALM = Duration.ofMinutes(25);

    private final Layout layout;
    private final List<Fault> faults;
    private Core core = Core.REAL;
    private boolean leaps = true;

    private Trial(Layout layout, List<Fault> faults) {
        this.layout = layout;
        this.faults = faults;
    }

    static Trial of(long seed) {
        Layout layout = Layout.drawn(seed);
        return new Trial(layout, Faults.drawn(layout, TROUBLED));
    }

    Trial with(Core other) {
        core = other;
        return this;
    }

    Trial leaps(boolean next) {
        leaps = next;
        return this;
    }

    List<Fault> faults() {
        return faults;
    }

    /**
     * What came of it.
     *
     * @param broken the invariant that did not hold; empty when all did
     * @param trace what happened, where it was asked for
     */
    record Outcome(Optional<Broken> broken, String trace) {
    }

    Outcome run() {
        return run(false);
    }

    Outcome run(boolean tracing) {
        World world = new World(layout).core(core).leaps(leaps).tracing(tracing);
        try {
            Trouble trouble = new Trouble(world).plan(faults);
            world.bootAll();
            world.run(TROUBLED);
            trouble.end();
            world.run(CALM);
            Liveness.check(world);
            return new Outcome(Optional.empty(), world.trace());
        } catch (Broken broken) {
            world.note(() -> "BROKEN " + broken.getMessage());
            return new Outcome(Optional.of(broken), world.trace());
        } catch (RuntimeException bug) {
            world.note(() -> "BUG " + bug);
            return new Outcome(Optional.of(new Broken("bug", bug + " at "
                    + bug.getStackTrace()[0])), world.trace());
        }
    }

    /** For a seed that fails: why, how to see it again, and how little is needed for it. */
    String report() {
        Trial fewer = shrunk();
        return "seed " + layout.seed() + " breaks "
                + run().broken().map(Broken::getMessage).orElse("nothing")
                + "\nsee it again: java -cp target/classes org.understudy.sim.Soak --replay "
                + layout.seed() + "\nwhat is needed of it:\n" + layout.services() + "\n"
                + fewer.faults().stream().map(Fault::toString).collect(Collectors.joining("\n"))
                + "\n" + fewer.run(true).trace();
    }

    /** The same with as few of its faults as still break the same invariant. */
    Trial shrunk() {
        String invariant = run().broken().map(Broken::invariant).orElse("");
        List<Fault> left = new ArrayList<>(faults);
        for (int size = left.size() / 2; size > 0; size /= 2) {
            for (int at = 0; at + size <= left.size();) {
                List<Fault> fewer = new ArrayList<>(left);
                fewer.subList(at, at + size).clear();
                if (new Trial(layout, fewer).with(core).run().broken()
                        .filter(b -> b.invariant().equals(invariant)).isPresent()) {
                    left = fewer;
                } else {
                    at += size;
                }
            }
        }
        return new Trial(layout, left).with(core).leaps(leaps);
    }
}
