package org.understudy.core;

import java.util.List;
import org.understudy.model.Rid;

/** What to do with a service's resources, in which order: a tree of steps. */
public sealed interface Plan {
    <T> T to(Reader<T> reader);

    /** One resource. */
    record Step(Rid rid) implements Plan {
        public <T> T to(Reader<T> reader) { return reader.step(this); }
    }

    /** One after the other; the first that fails ends it. */
    record Serial(List<Plan> parts) implements Plan {
        public Serial {
            parts = List.copyOf(parts);
        }

        public <T> T to(Reader<T> reader) { return reader.serial(this); }
    }

    /** All at once; it fails when one fails, after all have ended. */
    record Parallel(List<Plan> parts) implements Plan {
        public Parallel {
            parts = List.copyOf(parts);
        }

        public <T> T to(Reader<T> reader) { return reader.parallel(this); }
    }

    /** One method for each kind of plan. */
    interface Reader<T> {
        T step(Step step);

        T serial(Serial serial);

        T parallel(Parallel parallel);
    }
}
