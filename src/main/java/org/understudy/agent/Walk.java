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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.understudy.config.Keyword;
import org.understudy.config.ResourceKeywords;
import org.understudy.core.Permit;
import org.understudy.core.Plan;
import org.understudy.core.Plans;
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
    /** What a step did counts as a failure when nobody sees it: so a busy machine gets longer. */
    private static final Duration RESULT_LIMIT = Duration.ofSeconds(30);

    /** Which way. */
    enum Way { START, STOP }

    private final Unit unit;
    private final Way way;
    private final Surroundings around;
    private final Set<Rid> upBefore;
    private final Set<Rid> changed = ConcurrentHashMap.newKeySet();
    private final Set<Rid> failed = ConcurrentHashMap.newKeySet();
    private final Set<Rid> done = ConcurrentHashMap.newKeySet();
    private LateConflicts late;

    /** What walks use: who reads, who is told, who works in parallel, who writes down. */
    record Surroundings(Prober prober, Inbox inbox, ExecutorService workers,
            Chronicle chronicle, Published published,
            MemoryFile memory, Clock clock, Hung hung) {
        /** Where nothing hangs yet. */
        Surroundings(Prober prober, Inbox inbox, ExecutorService workers, Chronicle chronicle,
                Published published, MemoryFile memory, Clock clock) {
            this(prober, inbox, workers, chronicle, published, memory, clock, prober.hung());
        }
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

    /** Resources whose step went well. */
    Set<Rid> done() {
        return Set.copyOf(done);
    }

    /** Does it; what went wrong, one line each, empty when nothing did. */
    List<String> through(Plan plan) {
        late = new LateConflicts(around, unit, way == Way.STOP ? List.of() : Plans.steps(plan));
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
        List<Errand<List<String>>> running = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        try {
            for (Plan part : parallel.parts()) {
                running.add(Errand.of(around.workers(), () -> part.to(this)));
            }
        } catch (RejectedExecutionException full) {
            wrong.add("no worker is free");
        }
        try {
            for (Errand<List<String>> one : running) {
                wrong.addAll(answer(one));
            }
        } catch (InterruptedException e) {
            Errand.endAll(running, GRACE.multipliedBy(2));
            Thread.currentThread().interrupt();
            wrong.add("interrupted");
        }
        return wrong;
    }

    private static List<String> answer(Errand<List<String>> part) throws InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            return List.of(e.getCause().toString());
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
        around.chronicle().progress().begins(service.name(), verb, rid);
        long begun = System.nanoTime();
        String wrong = attempt(rid);
        boolean cut = Thread.interrupted(); // what is left of it is to be known all the same
        ResourceStatus status = read(rid, wrong.isEmpty() ? RESULT_LIMIT : STATUS_LIMIT);
        if (cut) {
            Thread.currentThread().interrupt();
        }
        Course.Span span = new Course.Span(begun, System.nanoTime());
        around.chronicle().progress().ends(service.name(), rid);
        around.chronicle().stepped(service.name(), verb, rid, span);
        around.chronicle().write("step.end", "service", service.name(), "rid", rid, "do", verb,
                "status", status.status().word(), "took",
                Chronicle.text(span.length()), "detail", wrong);
        around.inbox().accept(new Event.Stepped(service.name(), rid, status));
        if (wrong.isEmpty()) {
            done.add(rid);
        }
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
        ServiceName service = unit.file().service().name();
        Optional<String> hung = around.hung().on(service, rid, Hung.Kind.STEP);
        if (hung.isPresent()) {
            return rid + ": " + hung.get();
        }
        Driver driver = unit.drivers().get(rid);
        Deadline limit = deadline(rid);
        Errand<Boolean> step;
        try {
            step = Errand.of(around.workers(), () -> way == Way.START
                    ? begun(rid, driver, limit) : driver.stop(limit));
        } catch (RejectedExecutionException full) {
            return rid + ": no worker is free";
        }
        try {
            if (step.get(limit.left().plus(GRACE))) {
                changed.add(rid);
            }
            return "";
        } catch (ExecutionException e) {
            halfDone(rid);
            return failure(rid, e.getCause());
        } catch (TimeoutException e) {
            halfDone(rid);
            return rid + ": no answer, long after its limit" + gaveUp(rid, step);
        } catch (InterruptedException e) {
            halfDone(rid);
            gaveUp(rid, step);
            Thread.currentThread().interrupt();
            return rid + ": interrupted";
        }
    }

    /** Ends it, so that what follows does not meet it. */
    private String gaveUp(Rid rid, Errand<Boolean> step) {
        if (step.end(GRACE)) {
            return "";
        }
        around.hung().note(unit.file().service().name(), rid, Hung.Kind.STEP, step,
                way.name().toLowerCase(Locale.ROOT));
        return ", and it hangs";
    }

    private boolean begun(Rid rid, Driver driver, Deadline limit) throws InterruptedException {
        List<String> conflicts = late.before(rid, limit);
        if (!conflicts.isEmpty()) {
            throw new DriverException(rid, "start", "nothing in the way of any container",
                    String.join("; ", conflicts));
        }
        return driver.start(limit);
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

    private ResourceStatus read(Rid rid, Duration limit) {
        try {
            return around.prober().one(unit, rid, Deadline.in(limit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ResourceStatus(Status.UNDEF, rid.toString(), List.of("interrupted"));
        }
    }
}
