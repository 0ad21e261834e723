package org.understudy.agent;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/**
 * Work on resources that did not let go when it was ended, as a call into a dead device. Nothing of
 * the kind is begun beside it: it would meet it once it goes on, and each would take a worker more.
 */
final class Hung {
    private final Map<Key, Left> left = new ConcurrentHashMap<>();

    /** What kind of work: a step of an action, or a look before one. */
    enum Kind { STEP, LOOK }

    private record Key(ServiceName service, Rid rid, Kind kind) {
    }

    private record Left(Errand<?> errand, String what, long since) {
    }

    /** Remembers it until it lets go, if it has not. */
    void note(ServiceName service, Rid rid, Kind kind, Errand<?> errand, String what) {
        left.values().removeIf(one -> one.errand().isOver());
        if (!errand.isOver()) {
            left.put(new Key(service, rid, kind), new Left(errand, what, System.nanoTime()));
        }
    }

    /** What hangs there, in an operator's words. */
    Optional<String> on(ServiceName service, Rid rid, Kind kind) {
        return Optional.ofNullable(left.get(new Key(service, rid, kind)))
                .filter(one -> !one.errand().isOver())
                .map(one -> "its " + one.what() + " hangs, given up "
                        + Chronicle.text(Duration.ofNanos(System.nanoTime() - one.since()))
                        + " ago: nothing is done beside it");
    }
}
