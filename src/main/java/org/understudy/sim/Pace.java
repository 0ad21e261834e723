package org.understudy.sim;

import java.time.Duration;
import java.util.Optional;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.Service;

/** How long things take in a made-up world; empty where chance decides. */
public interface Pace {
    /** Chance decides everything. */
    Pace ANY = new Pace() {
        @Override
        public Optional<Duration> step(Service service, Rid rid, boolean up) {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> fence(NodeName node) {
            return Optional.empty();
        }
    };

    /** One step of a start, or of a stop. */
    Optional<Duration> step(Service service, Rid rid, boolean up);

    /** Switching that node off and having it confirmed. */
    Optional<Duration> fence(NodeName node);
}
