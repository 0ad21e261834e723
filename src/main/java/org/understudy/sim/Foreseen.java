package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.understudy.core.Plan;
import org.understudy.core.Plans;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.Service;

/**
 * A pace that leaves nothing to chance. What it does not know takes no time. A made-up machine does
 * one step after the other: of steps that are done at once only the longest takes its time.
 */
record Foreseen(Pace known) implements Pace {
    private static final Duration NONE = Duration.ofMillis(1);

    @Override
    public Optional<Duration> step(Service service, Rid rid, boolean up) {
        List<Rid> together = Plans.start(service).to(new Together(rid));
        Optional<Rid> longest = together.stream().reduce((a, b) ->
                time(service, a, up).compareTo(time(service, b, up)) >= 0 ? a : b);
        return Optional.of(longest.filter(rid::equals).isPresent() || together.isEmpty()
                ? time(service, rid, up) : NONE);
    }

    private Duration time(Service service, Rid rid, boolean up) {
        return known.step(service, rid, up).orElse(NONE);
    }

    @Override
    public Optional<Duration> fence(NodeName node) {
        return Optional.of(known.fence(node).orElse(NONE));
    }

    /** The steps that are done at once with this one; itself alone where it is by itself. */
    private record Together(Rid rid) implements Plan.Reader<List<Rid>> {
        @Override
        public List<Rid> step(Plan.Step step) {
            return step.rid().equals(rid) ? List.of(rid) : List.of();
        }

        @Override
        public List<Rid> serial(Plan.Serial serial) {
            return serial.parts().stream().map(part -> part.to(this))
                    .filter(found -> !found.isEmpty()).findFirst().orElse(List.of());
        }

        @Override
        public List<Rid> parallel(Plan.Parallel parallel) {
            List<Rid> all = new ArrayList<>();
            parallel.parts().forEach(part -> part.to(new All(all)));
            return all.contains(rid) ? all : List.of();
        }
    }

    /** All steps of a plan. */
    private record All(List<Rid> found) implements Plan.Reader<Void> {
        @Override
        public Void step(Plan.Step step) {
            found.add(step.rid());
            return null;
        }

        @Override
        public Void serial(Plan.Serial serial) {
            serial.parts().forEach(part -> part.to(this));
            return null;
        }

        @Override
        public Void parallel(Plan.Parallel parallel) {
            parallel.parts().forEach(part -> part.to(this));
            return null;
        }
    }
}
