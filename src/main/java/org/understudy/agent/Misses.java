package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.understudy.driver.Driver;
import org.understudy.driver.DriverException;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/**
 * Resources that did not answer when they were read. One that was up at its last answer, with no
 * action since, is believed to be so while a second, other kind of look shows that it is still
 * there, and not beyond the third miss in a row. Nothing else is believed: what was down or warn,
 * or has no trace, or was never read, is unknown at once. Nothing is ever down for want of an
 * answer.
 *
 * <p>Three, because a daemon or disk that is busy misses one reading and often the next, and some
 * fifteen seconds of that are no news; what is silent for longer, people should know of.
 */
final class Misses {
    static final int MOST = 3;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ExecutorService workers;
    private final Surroundings.Listener listener;
    /** Drivers live as long as their file stays the same. */
    private final Map<Driver, Known> known = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * What there is to go by.
     *
     * @param epoch of the service; an action makes all that was read before it worthless
     * @param last the last answer, if it was up
     * @param times how often there was none since
     */
    private record Known(long epoch, Optional<ResourceStatus> last, int times) {
        static final Known NOTHING = new Known(-1, Optional.empty(), 0);

        Known answered(long now, ResourceStatus found) {
            return new Known(now, Optional.of(found).filter(f -> f.status() == Status.UP), 0);
        }

        Known missed(long now) {
            return new Known(now, epoch == now ? last : Optional.empty(), times + 1);
        }

        boolean believed() {
            return last.isPresent() && times < MOST;
        }

        String words() {
            return "did not answer " + (times == 1 ? "once" : times + " times");
        }
    }

    Misses(ExecutorService workers, Surroundings.Listener listener) {
        this.workers = workers;
        this.listener = listener;
    }

    /** What a reading of a service comes to; it is remembered, and counted. */
    SortedMap<Rid, ResourceStatus> weigh(Unit unit, long epoch,
            SortedMap<Rid, ResourceStatus> found) throws InterruptedException {
        SortedMap<Rid, Known> now = known(unit, epoch, found);
        SortedMap<Rid, ResourceStatus> told = told(unit, found, now);
        now.forEach((rid, one) -> {
            Driver driver = unit.drivers().get(rid);
            boolean kept = told.get(rid).status() != Status.UNDEF;
            known.put(driver, kept || one.times() == 0 ? one
                    : new Known(epoch, Optional.empty(), one.times()));
            if (one.times() == 1 || one.times() == MOST) {
                listener.heard(unit.file().service().name(), rid, "WARNING",
                        String.join("; ", told.get(rid).messages()));
            }
        });
        return told;
    }

    /** The same, for somebody who asks: it counts nothing. */
    SortedMap<Rid, ResourceStatus> look(Unit unit, long epoch,
            SortedMap<Rid, ResourceStatus> found) throws InterruptedException {
        return told(unit, found, known(unit, epoch, found));
    }

    private SortedMap<Rid, Known> known(Unit unit, long epoch,
            SortedMap<Rid, ResourceStatus> found) {
        SortedMap<Rid, Known> now = new TreeMap<>();
        found.forEach((rid, status) -> {
            Known before = known.getOrDefault(unit.drivers().get(rid), Known.NOTHING);
            now.put(rid, status.status() == Status.UNDEF ? before.missed(epoch)
                    : before.answered(epoch, status));
        });
        return now;
    }

    private SortedMap<Rid, ResourceStatus> told(Unit unit, SortedMap<Rid, ResourceStatus> found,
            SortedMap<Rid, Known> now) throws InterruptedException {
        SortedMap<Rid, Errand<Optional<String>>> asked = new TreeMap<>();
        Deadline limit = Deadline.in(LIMIT);
        now.forEach((rid, one) -> {
            if (one.times() > 0 && one.believed()) {
                ask(unit.drivers().get(rid), limit).ifPresent(errand -> asked.put(rid, errand));
            }
        });
        SortedMap<Rid, ResourceStatus> told = new TreeMap<>(found);
        for (Map.Entry<Rid, Known> one : now.entrySet()) {
            Errand<Optional<String>> errand = asked.get(one.getKey());
            Optional<String> trace = errand == null ? Optional.empty() : trace(errand, limit);
            told.computeIfPresent(one.getKey(), (rid, was) -> was.status() != Status.UNDEF ? was
                    : worded(was, one.getValue(), trace));
        }
        return told;
    }

    private Optional<Errand<Optional<String>>> ask(Driver driver, Deadline limit) {
        try {
            return Optional.of(Errand.of(workers, () -> driver.trace(limit)));
        } catch (RejectedExecutionException full) {
            return Optional.empty();
        }
    }

    /** What shows nothing in time shows nothing. */
    private static Optional<String> trace(Errand<Optional<String>> errand, Deadline limit)
            throws InterruptedException {
        try {
            return errand.get(limit.left());
        } catch (TimeoutException late) {
            errand.end(Duration.ZERO);
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DriverException) {
                return Optional.empty();
            }
            throw new IllegalStateException("looking for a trace", e.getCause());
        }
    }

    private static ResourceStatus worded(ResourceStatus found, Known one, Optional<String> trace) {
        List<String> messages = new ArrayList<>(found.messages());
        if (one.times() > 1 || trace.isPresent()) {
            messages.add(one.words() + trace.map(shown -> ", but " + shown).orElse(""));
        }
        return trace.isEmpty()
                ? new ResourceStatus(Status.UNDEF, found.label(), messages)
                : new ResourceStatus(one.last().orElseThrow().status(),
                        one.last().get().label(), messages);
    }
}
