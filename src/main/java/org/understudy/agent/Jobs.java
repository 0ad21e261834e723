package org.understudy.agent;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.understudy.driver.DriverException;
import org.understudy.driver.Job;
import org.understudy.exec.Deadline;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/** Runs jobs, each of them once at a time, and writes down what became of each run. */
final class Jobs {
    /** A job's own limit ends it; this is for what follows its end. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final ExecutorService workers;
    private final Chronicle chronicle;
    private final Prober prober;
    private final Map<Key, CompletableFuture<End>> running = new ConcurrentHashMap<>();
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

    /** @param workers refuse what is too much */
    Jobs(ExecutorService workers, Chronicle chronicle, Prober prober) {
        this.workers = workers;
        this.chronicle = chronicle;
        this.prober = prober;
    }

    boolean hasFailed(Key key) {
        return failed.contains(key);
    }

    boolean isRunning(Key key) {
        return running.containsKey(key);
    }

    /**
     * Begins a run.
     *
     * @param by who wants it: {@code root@n1}, {@code schedule}
     * @return its end; empty when that job runs already, or too many do
     */
    Optional<CompletableFuture<End>> begin(Unit unit, Rid rid, Job.Order order, String by) {
        Key key = new Key(unit.file().service().name(), rid);
        CompletableFuture<End> end = new CompletableFuture<>();
        if (running.putIfAbsent(key, end) != null) {
            return Optional.empty();
        }
        Job job = unit.resources().jobs().get(rid);
        try {
            workers.execute(() -> {
                End found = new End(false, "a bug ended it");
                try {
                    found = run(key, job, order, by);
                } finally {
                    note(key, found);
                    running.remove(key);
                    end.complete(found);
                    prober.begin(unit);
                }
            });
            return Optional.of(end);
        } catch (RejectedExecutionException full) {
            running.remove(key);
            return Optional.empty();
        }
    }

    private void note(Key key, End end) {
        if (end.ok()) {
            failed.remove(key);
        } else {
            failed.add(key);
        }
    }

    private End run(Key key, Job job, Job.Order order, String by) {
        chronicle.write("run.begin", "service", key.service(), "rid", key.rid(), "do", job.verb(),
                "by", by);
        long begin = System.nanoTime();
        End end = ended(job, order);
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
