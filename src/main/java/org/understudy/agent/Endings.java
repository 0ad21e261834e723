package org.understudy.agent;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.understudy.driver.DriverException;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/**
 * Ends runs of jobs, all at once and within a time of their own: what a stop of the service does
 * after it is not to wait for them.
 *
 * @param limit of all of them together
 */
record Endings(ExecutorService enders, Chronicle chronicle, Duration limit) {
    static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(50);

    /**
     * Ends these runs of a service.
     *
     * @param why in an operator's words
     * @return what did not end in time, and why; it is in the journal, too
     */
    SortedMap<Rid, String> of(ServiceName service, SortedMap<Rid, Jobs.Underway> runs, String why)
            throws InterruptedException {
        Deadline deadline = Deadline.in(limit);
        Deadline last = Deadline.in(limit.plus(GRACE));
        SortedMap<Rid, String> left = new TreeMap<>();
        SortedMap<Rid, Errand<Optional<String>>> asked = new TreeMap<>();
        for (Map.Entry<Rid, Jobs.Underway> one : runs.entrySet()) {
            one.getValue().unwanted().set(true);
            say(service, one.getKey(), one.getValue(), why);
            try {
                asked.put(one.getKey(), Errand.of(enders, () -> ended(one.getValue(), deadline)));
            } catch (RejectedExecutionException full) {
                left.put(one.getKey(), "no worker is free to end it");
            }
        }
        for (Map.Entry<Rid, Errand<Optional<String>>> one : asked.entrySet()) {
            told(one.getValue(), last).ifPresent(wrong -> left.put(one.getKey(), wrong));
        }
        left.forEach((rid, wrong) -> chronicle.heard(service, rid, "WARNING",
                "its run goes on: " + wrong));
        return left;
    }

    /** Begins to end one, unless that was tried before; does not wait. */
    void begin(Jobs.Key key, Jobs.Underway run, String why) {
        if (!run.unwanted().compareAndSet(false, true)) {
            return;
        }
        say(key.service(), key.rid(), run, why);
        try {
            enders.execute(() -> {
                Optional<String> wrong = soon(run);
                wrong.ifPresent(said -> chronicle.heard(key.service(), key.rid(), "WARNING",
                        "its run goes on: " + said));
            });
        } catch (RejectedExecutionException full) {
            run.unwanted().set(false); // it is tried again at the next look
        }
    }

    private Optional<String> soon(Jobs.Underway run) {
        try {
            return ended(run, Deadline.in(limit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private void say(ServiceName service, Rid rid, Jobs.Underway run, String why) {
        if (!run.end().isDone()) {
            chronicle.heard(service, rid, "INFO", "its run is to end: " + why);
        }
    }

    /** One that was about to begin when it was first told to end is told again. */
    private Optional<String> ended(Jobs.Underway run, Deadline deadline)
            throws InterruptedException {
        try {
            return Await.until(() -> {
                run.job().stop(deadline);
                return run.end().isDone();
            }, LOOK, deadline) ? Optional.empty() : Optional.of("no end within "
                    + Chronicle.text(limit));
        } catch (DriverException | UncheckedIOException stays) {
            return Optional.of(String.valueOf(stays.getMessage()));
        }
    }

    private Optional<String> told(Errand<Optional<String>> errand, Deadline last)
            throws InterruptedException {
        try {
            return errand.get(last.left());
        } catch (TimeoutException hangs) {
            errand.cancel();
            return Optional.of("no answer within " + Chronicle.text(limit));
        } catch (ExecutionException e) {
            throw new IllegalStateException("ending a run", e.getCause());
        }
    }
}
