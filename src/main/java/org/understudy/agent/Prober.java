package org.understudy.agent;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.driver.Driver;
import org.understudy.driver.DriverException;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Deadline;
import org.understudy.model.Event;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;

/**
 * Reads resources, each on a worker with a deadline. What does not answer is unknown, never down;
 * while a reading of a resource hangs, no second one is begun.
 */
final class Prober {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Set<Status> DOWN = Set.of(Status.DOWN, Status.STDBY_DOWN);

    private final Units units;
    private final Inbox inbox;
    /** One task for each service that is being read; the rest waits. */
    private final ExecutorService rounds = Threads.few("round", 32);
    private final ExecutorService workers;
    private final Duration limit;
    private final Misses misses;
    private final Map<String, CompletableFuture<ResourceStatus>> running =
            new ConcurrentHashMap<>();
    private final Set<ServiceName> reading = ConcurrentHashMap.newKeySet();
    /** Until when a service is left alone that took long to read. */
    private final Map<ServiceName, Deadline> pauses = new ConcurrentHashMap<>();
    private final Map<String, String> labels = new ConcurrentHashMap<>();
    private final Hung hung = new Hung();

    /** With workers for one task per resource being read; they refuse what is too much. */
    Prober(Units units, Inbox inbox, ExecutorService workers) {
        this(units, inbox, workers, Terms.USUAL);
    }

    Prober(Units units, Inbox inbox, ExecutorService workers, Terms terms) {
        this.units = units;
        this.inbox = inbox;
        this.workers = workers;
        this.limit = terms.limit();
        this.misses = new Misses(workers, terms.listener());
    }

    /**
     * How it reads.
     *
     * @param limit a reading that takes longer has found nothing out
     * @param listener hears when something does not answer
     */
    record Terms(Duration limit, Surroundings.Listener listener) {
        /** Whoever asks is told by the answer. */
        static final Terms USUAL = new Terms(Duration.ofSeconds(5), Terms::unheard);

        private static void unheard(ServiceName service, Rid rid, String level, String said) {
            LOG.debug("probe.said service={} rid={} level={} said=\"{}\"", service, rid, level,
                    said);
        }
    }

    /** What does not let go: none of that is told to be down. */
    Hung hung() {
        return hung;
    }

    /** Begins to read every service that is not being read or acted upon. */
    void all() {
        units.all().forEach(this::begin);
    }

    /**
     * As {@link #all}, but for what took long to read until as long a pause is over: a slow node is
     * not to be made slower by being looked at.
     */
    void due() {
        Set<ServiceName> known = new TreeSet<>();
        for (Unit unit : units.all()) {
            ServiceName name = unit.file().service().name();
            known.add(name);
            Deadline pause = pauses.get(name);
            if (pause == null || pause.passed()) {
                begin(unit);
            }
        }
        pauses.keySet().retainAll(known);
    }

    /** Begins to read one service, unless it is being read or acted upon: its end reads it. */
    void begin(Unit unit) {
        ServiceName name = unit.file().service().name();
        if (units.acting(name) || !reading.add(name)) {
            return;
        }
        rounds.execute(() -> report(unit, name));
    }

    private void report(Unit unit, ServiceName name) {
        try {
            long before = units.epochOf(name);
            Deadline longest = Deadline.in(LONGEST_PAUSE);
            SortedMap<Rid, ResourceStatus> found = counted(unit, before);
            pauses.put(name, Deadline.in(LONGEST_PAUSE.minus(longest.left())));
            units.unlessTurned(name, before,
                    () -> inbox.accept(new Event.Probed(name, found)));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            reading.remove(name);
        }
    }

    /** As the loop is told: what does not answer is counted. */
    SortedMap<Rid, ResourceStatus> counted(Unit unit, long epoch) throws InterruptedException {
        return misses.weigh(unit, epoch, read(unit));
    }

    /** As it would be shown: with what is still believed of what does not answer. */
    SortedMap<Rid, ResourceStatus> now(Unit unit) throws InterruptedException {
        long before = units.epochOf(unit.file().service().name());
        return misses.look(unit, before, read(unit));
    }

    /** Reads all resources of a service, at once, within the limit. */
    SortedMap<Rid, ResourceStatus> read(Unit unit) throws InterruptedException {
        Deadline deadline = Deadline.in(limit);
        SortedMap<Rid, Future<ResourceStatus>> asked = new TreeMap<>();
        for (Resource resource : unit.file().service().resources()) {
            asked.put(resource.rid(), shared(unit, resource.rid(), deadline));
        }
        SortedMap<Rid, ResourceStatus> found = new TreeMap<>();
        for (Map.Entry<Rid, Future<ResourceStatus>> entry : asked.entrySet()) {
            found.put(entry.getKey(), answer(unit, entry.getKey(), entry.getValue(), deadline));
        }
        return found;
    }

    /**
     * While one reading of a resource hangs, who asks waits for that one: none is added. A reading
     * that began before the last action is nobody's answer any more.
     */
    private Future<ResourceStatus> shared(Unit unit, Rid rid, Deadline deadline) {
        String key = key(unit, rid) + " " + units.epochOf(unit.file().service().name());
        CompletableFuture<ResourceStatus> mine = new CompletableFuture<>();
        CompletableFuture<ResourceStatus> begun = running.putIfAbsent(key, mine);
        if (begun != null) {
            return begun;
        }
        mine.whenComplete((found, bug) -> running.remove(key, mine));
        ask(unit, rid, deadline, mine);
        return mine;
    }

    private void ask(Unit unit, Rid rid, Deadline deadline,
            CompletableFuture<ResourceStatus> answer) {
        try {
            workers.execute(() -> {
                try {
                    answer.complete(look(unit, rid, deadline));
                } catch (InterruptedException | RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException full) {
            answer.complete(unknown(unit, rid, "too many readings hang"));
        }
    }

    /** Reads one resource, by a reading begun now, within the limit. */
    ResourceStatus one(Unit unit, Rid rid, Deadline deadline) throws InterruptedException {
        CompletableFuture<ResourceStatus> found = new CompletableFuture<>();
        ask(unit, rid, deadline, found);
        return answer(unit, rid, found, deadline);
    }

    private ResourceStatus look(Unit unit, Rid rid, Deadline deadline)
            throws InterruptedException {
        Resource resource = unit.file().service().resource(rid);
        if (resource.is(Flag.NOSTATUS) || resource.is(Flag.ENCAP)) {
            return new ResourceStatus(Status.NA, labels.getOrDefault(key(unit, rid),
                    rid.toString()), List.of(resource.is(Flag.ENCAP)
                            ? "inside a container: not read" : "tagged nostatus: not read"));
        }
        Driver driver = unit.drivers().get(rid);
        ResourceStatus found;
        try {
            found = driver.status(deadline);
        } catch (DriverException | UncheckedIOException e) {
            return unknown(unit, rid, e.getMessage());
        }
        labels.put(key(unit, rid), found.label());
        Optional<String> hangs = hung.on(unit.file().service().name(), rid, Hung.Kind.STEP)
                .filter(words -> DOWN.contains(found.status()));
        if (hangs.isPresent()) {
            return unknown(unit, rid, hangs.get());
        }
        return unit.file().service().resource(rid).is(Flag.DISABLE)
                ? new ResourceStatus(Status.NA, found.label(), List.of("disabled")) : found;
    }

    private ResourceStatus answer(Unit unit, Rid rid, Future<ResourceStatus> asked,
            Deadline deadline) throws InterruptedException {
        try {
            return asked.get(deadline.left().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return unknown(unit, rid, "no answer in time");
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading " + rid, e.getCause());
        }
    }

    private ResourceStatus unknown(Unit unit, Rid rid, String why) {
        return new ResourceStatus(Status.UNDEF,
                labels.getOrDefault(key(unit, rid), rid.toString()), List.of(why));
    }

    private static String key(Unit unit, Rid rid) {
        return unit.file().service().name() + " " + rid;
    }
}
