package org.understudy.agent;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.understudy.driver.DriverException;
import org.understudy.driver.Job;
import org.understudy.exec.Deadline;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/**
 * Runs jobs, each of them once at a time, and writes down what became of each run. A run is ended
 * by who was begun for it, whatever the service's file says by then.
 */
final class Jobs {
    /** A job's own limit ends it; this is for what follows its end. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final ExecutorService workers;
    private final Endings endings;
    private final Chronicle chronicle;
    private final Prober prober;
    private final Map<Key, Underway> running = new ConcurrentHashMap<>();
    /** Services that are being stopped. */
    private final Set<ServiceName> closed = ConcurrentHashMap.newKeySet();
    /** Jobs whose last run in this life of the agent failed. */
    private final Set<Key> failed = ConcurrentHashMap.newKeySet();

    /** Whose job. */
    record Key(ServiceName service, Rid rid) {
    }

    /**
     * How a run ended.
     *
     * @param ok whether it did what was wanted
     * @param detail what was done, or why not
     */
    record End(boolean ok, String detail) {
    }

    /**
     * What came of the wish for a run.
     *
     * @param end of the run that was begun
     * @param refused why none was, else nothing
     */
    record Begun(Optional<CompletableFuture<End>> end, String refused) {
        private static Begun not(String why) {
            return new Begun(Optional.empty(), why);
        }
    }

    /** One run. */
    record Underway(Job job, CompletableFuture<End> end, AtomicBoolean unwanted) {
    }

    /**
     * With workers that refuse what is too much.
     *
     * @param enders for what ends runs, which must not wait for the runs
     */
    Jobs(ExecutorService workers, ExecutorService enders, Chronicle chronicle, Prober prober) {
        this.workers = workers;
        this.endings = new Endings(enders, chronicle, Endings.LIMIT);
        this.chronicle = chronicle;
        this.prober = prober;
    }

    boolean hasFailed(Key key) {
        return failed.contains(key);
    }

    boolean isRunning(Key key) {
        return running.containsKey(key);
    }

    /** What runs now. */
    Set<Key> running() {
        return Set.copyOf(running.keySet());
    }

    /** What runs now of a service. */
    Set<Rid> running(ServiceName service) {
        return Set.copyOf(underway(service).keySet());
    }

    /**
     * Begins a run, unless that job runs already, its service is being stopped, or too many run.
     *
     * @param by who wants it: {@code root@n1}, {@code schedule}
     */
    Begun begin(Unit unit, Rid rid, Job.Order order, String by) {
        Key key = new Key(unit.file().service().name(), rid);
        Underway run = new Underway(unit.resources().jobs().get(rid), new CompletableFuture<>(),
                new AtomicBoolean());
        if (running.putIfAbsent(key, run) != null) {
            return Begun.not("it runs already");
        }
        if (closed.contains(key.service())) { // from now on a stop either is seen, or sees the run
            running.remove(key);
            return Begun.not("its service is being stopped");
        }
        try {
            workers.execute(() -> {
                End found = new End(false, "a bug ended it");
                try {
                    found = run(key, run, order, by);
                } finally {
                    note(key, found);
                    running.remove(key);
                    run.end().complete(found);
                    prober.begin(unit);
                }
            });
            return new Begun(Optional.of(run.end()), "");
        } catch (RejectedExecutionException full) {
            running.remove(key);
            return Begun.not("too many others run");
        }
    }

    /**
     * Ends all runs of a service, those of an earlier life of the agent too, and lets none begin
     * until it is opened again. What does not end in time is told of, and left.
     */
    void close(Unit unit) throws InterruptedException {
        ServiceName service = unit.file().service().name();
        closed.add(service);
        SortedMap<Rid, Underway> all = underway(service);
        unit.resources().jobs().forEach((rid, job) -> all.computeIfAbsent(rid, earlier ->
                new Underway(job, CompletableFuture.completedFuture(new End(false, "")),
                        new AtomicBoolean())));
        endings.of(service, all, "its service is stopped");
    }

    /** Its stop has ended. */
    void open(ServiceName service) {
        closed.remove(service);
    }

    /**
     * Ends these runs of a service.
     *
     * @return what did not end in time, and why
     */
    SortedMap<Rid, String> end(ServiceName service, Set<Rid> rids, String why)
            throws InterruptedException {
        SortedMap<Rid, Underway> meant = underway(service);
        meant.keySet().retainAll(rids);
        return endings.of(service, meant, why);
    }

    /** Begins to end a run; does not wait. */
    void endSoon(Key key, String why) {
        Underway run = running.get(key);
        if (run != null) {
            endings.begin(key, run, why);
        }
    }

    private SortedMap<Rid, Underway> underway(ServiceName service) {
        SortedMap<Rid, Underway> all = new TreeMap<>();
        running.forEach((key, run) -> {
            if (key.service().equals(service)) {
                all.put(key.rid(), run);
            }
        });
        return all;
    }

    private void note(Key key, End end) {
        if (end.ok()) {
            failed.remove(key);
        } else {
            failed.add(key);
        }
    }

    private End run(Key key, Underway run, Job.Order order, String by) {
        Job job = run.job();
        chronicle.write("run.begin", "service", key.service(), "rid", key.rid(), "do", job.verb(),
                "by", by);
        long begin = System.nanoTime();
        End end = run.unwanted().get() ? new End(false, "ended before it began")
                : ended(job, order);
        chronicle.write("run.end", "service", key.service(), "rid", key.rid(), "do", job.verb(),
                "by", by, "result", end.ok() ? "ok" : "failed", "took",
                Chronicle.text(Duration.ofNanos(System.nanoTime() - begin)), "level",
                end.ok() ? "INFO" : "ERROR", "detail", end.detail());
        return end;
    }

    private static End ended(Job job, Job.Order order) {
        try {
            return new End(true, job.run(order, Deadline.in(job.limit().plus(GRACE))));
        } catch (DriverException | UncheckedIOException e) {
            return new End(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new End(false, "interrupted");
        }
    }
}
