package org.understudy.agent;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.understudy.config.Keyword;
import org.understudy.config.ResourceKeywords;
import org.understudy.core.Permit;
import org.understudy.core.Plan;
import org.understudy.driver.Driver;
import org.understudy.driver.DriverException;
import org.understudy.exec.Deadline;
import org.understudy.model.Event;
import org.understudy.model.Local;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/** One run through a plan, starting or stopping; each step has a deadline and is written down. */
final class Walk implements Plan.Reader<List<String>> {
    private static final Duration STEP_LIMIT = Duration.ofMinutes(2);
    /** A command is ended at its limit; a call into a dead device may never return at all. */
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** How long a start waits that may not go on at the moment. */
    private static final Duration PERMIT = Duration.ofSeconds(30);
    private static final Duration STATUS_LIMIT = Duration.ofSeconds(5);

    /** Which way. */
    enum Way { START, STOP }

    private final Unit unit;
    private final Way way;
    private final Surroundings around;
    private final Set<Rid> upBefore;
    private final Set<Rid> changed = ConcurrentHashMap.newKeySet();
    private final Set<Rid> failed = ConcurrentHashMap.newKeySet();

    /** What a walk uses: who reads, who is told, who works in parallel, who writes down. */
    record Surroundings(Prober prober, Inbox inbox, ExecutorService workers,
            Chronicle chronicle, Published published,
            MemoryFile memory, Clock clock) {
    }

    Walk(Unit unit, Way way, Surroundings around) {
        this.unit = unit;
        this.way = way;
        this.around = around;
        this.upBefore = upBefore(around.published().round().view());
    }

    private Set<Rid> upBefore(View view) {
        Local local = view.services().get(unit.file().service().name());
        return local == null ? Set.of() : local.resources().entrySet().stream()
                .filter(entry -> entry.getValue().status() == Status.UP)
                .map(Map.Entry::getKey).collect(Collectors.toUnmodifiableSet());
    }

    /** What this run changed, and so what a rollback has to undo. */
    Set<Rid> changed() {
        return Set.copyOf(changed);
    }

    /** Why nothing of the service may be started now; what may not at the moment is waited for. */
    Optional<String> refused() {
        Service service = unit.file().service();
        return service.resources().stream().findFirst()
                .flatMap(first -> refused(service.name(), first.rid()));
    }

    /** Resources that did not do what they should, and that matter. */
    Set<Rid> failed() {
        return new TreeSet<>(failed);
    }

    /** Does it; what went wrong, one line each, empty when nothing did. */
    List<String> through(Plan plan) {
        return plan.to(this);
    }

    @Override
    public List<String> serial(Plan.Serial serial) {
        for (Plan part : serial.parts()) {
            List<String> wrong = part.to(this);
            if (!wrong.isEmpty()) {
                return wrong;
            }
        }
        return List.of();
    }

    @Override
    public List<String> parallel(Plan.Parallel parallel) {
        List<Future<List<String>>> running = parallel.parts().stream()
                .map(part -> handedOut(() -> part.to(this))).toList();
        List<String> wrong = new ArrayList<>();
        for (Future<List<String>> one : running) {
            try {
                wrong.addAll(one.get());
            } catch (InterruptedException e) {
                running.forEach(left -> left.cancel(true));
                Thread.currentThread().interrupt();
                wrong.add("interrupted");
            } catch (ExecutionException e) {
                wrong.add(e.getCause().toString());
            }
        }
        return wrong;
    }

    private Future<List<String>> handedOut(Callable<List<String>> part) {
        try {
            return around.workers().submit(part);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedFuture(List.of("no worker is free"));
        }
    }

    @Override
    public List<String> step(Plan.Step step) {
        Rid rid = step.rid();
        if (Thread.currentThread().isInterrupted()) {
            return List.of(rid + ": interrupted");
        }
        Service service = unit.file().service();
        String verb = way.name().toLowerCase(Locale.ROOT);
        Optional<String> refused = refused(service.name(), rid);
        if (refused.isPresent()) {
            return List.of(rid + ": not started: " + refused.get());
        }
        around.chronicle().write("step.begin", "service", service.name(), "rid", rid, "do", verb);
        long begun = System.nanoTime();
        String wrong = attempt(rid);
        ResourceStatus status = read(rid);
        Course.Span span = new Course.Span(begun, System.nanoTime());
        around.chronicle().stepped(service.name(), verb, rid, span);
        around.chronicle().write("step.end", "service", service.name(), "rid", rid, "do", verb,
                "status", status.status().word(), "took",
                Chronicle.text(span.length()), "detail", wrong);
        around.inbox().accept(new Event.Stepped(service.name(), rid, status));
        boolean matters = !wrong.isEmpty() && !service.resource(rid).is(Flag.OPTIONAL);
        if (matters) {
            failed.add(rid);
        }
        return matters ? List.of(wrong) : List.of();
    }

    /** A stop needs no permit. One that is refused now may be given soon. */
    private Optional<String> refused(ServiceName service, Rid rid) {
        if (way == Way.STOP) {
            return Optional.empty();
        }
        Optional<String> first = permit(around.published().round(), service, rid);
        if (first.isEmpty()) {
            return first;
        }
        around.chronicle().write("step.held", "service", service, "rid", rid, "reason",
                first.get());
        try {
            return permit(around.published().await(
                    round -> permit(round, service, rid).isEmpty(), PERMIT), service, rid);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private Optional<String> permit(Published.Round round, ServiceName service, Rid rid) {
        return Permit.refused(round.view(), service, rid, around.clock().now());
    }

    private String attempt(Rid rid) {
        Driver driver = unit.drivers().get(rid);
        Deadline limit = deadline(rid);
        try {
            Future<Boolean> did = around.workers().submit(() -> way == Way.START
                    ? driver.start(limit) : driver.stop(limit));
            if (did.get(limit.left().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
                changed.add(rid);
            }
            return "";
        } catch (RejectedExecutionException full) {
            return rid + ": no worker is free";
        } catch (ExecutionException e) {
            halfDone(rid);
            return failure(rid, e.getCause());
        } catch (TimeoutException e) {
            halfDone(rid);
            return rid + ": no answer, long after its limit";
        } catch (InterruptedException e) {
            halfDone(rid);
            Thread.currentThread().interrupt();
            return rid + ": interrupted";
        }
    }

    /** What the machine refuses is a failure of the step; anything else is a bug. */
    private static String failure(Rid rid, Throwable cause) {
        if (cause instanceof DriverException || cause instanceof UncheckedIOException
                || cause instanceof InterruptedException) {
            return String.valueOf(cause.getMessage());
        }
        throw new IllegalStateException("acting on " + rid, cause);
    }

    /** What failed may have been done in part; what was up before is not this run's to undo. */
    private void halfDone(Rid rid) {
        if (!upBefore.contains(rid)) {
            changed.add(rid);
        }
    }

    private Deadline deadline(Rid rid) {
        Keyword<Duration> limit = way == Way.START ? ResourceKeywords.START_TIMEOUT
                : ResourceKeywords.STOP_TIMEOUT;
        return Deadline.in(unit.file().section(rid).find(limit).orElse(STEP_LIMIT));
    }

    private ResourceStatus read(Rid rid) {
        try {
            return around.prober().one(unit, rid, Deadline.in(STATUS_LIMIT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ResourceStatus(Status.UNDEF, rid.toString(), List.of("interrupted"));
        }
    }
}
