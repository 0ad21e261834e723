package org.understudy.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.understudy.model.Moment;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.wire.ServiceStatus.Doing;

/** What runs at this moment, and how long that usually takes. For several threads. */
final class Progress {
    /** A step, or an action between two of its steps. */
    private record Step(String what, Moment since) {
    }

    private final Clock clock;
    private final Map<ServiceName, Step> actions = new ConcurrentHashMap<>();
    private final Map<ServiceName, Map<Rid, Step>> steps = new ConcurrentHashMap<>();
    private final Map<ServiceName, Map<String, Duration>> usual = new ConcurrentHashMap<>();
    private volatile Executor reader = work -> { };
    private volatile Function<ServiceName, Map<String, Duration>> history = name -> Map.of();

    Progress(Clock clock) {
        this.clock = clock;
    }

    /** From now on, what is usual is read beside the action that is about to begin. */
    void knowing(Executor where, Function<ServiceName, Map<String, Duration>> past) {
        reader = where;
        history = past;
    }

    void begins(ServiceName service, String action) {
        actions.put(service, new Step(action, clock.now()));
        try {
            reader.execute(() -> usual.put(service, history.apply(service)));
        } catch (RejectedExecutionException busy) {
            usual.remove(service); // what is not known is not shown
        }
    }

    void begins(ServiceName service, String action, Rid rid) {
        steps.computeIfAbsent(service, name -> new ConcurrentHashMap<>())
                .put(rid, new Step(action, clock.now()));
    }

    void ends(ServiceName service, Rid rid) {
        steps.getOrDefault(service, new ConcurrentHashMap<>()).remove(rid);
    }

    void ends(ServiceName service) {
        actions.remove(service);
        steps.remove(service);
        usual.remove(service);
    }

    /** Its steps, or the action itself while it is between two of them. */
    List<Doing> of(ServiceName service) {
        List<Doing> all = steps.getOrDefault(service, Map.of()).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(step -> doing(service, step.getKey().value(), step.getValue())).toList();
        Step action = actions.get(service);
        return !all.isEmpty() || action == null ? all : List.of(doing(service, "", action));
    }

    private Doing doing(ServiceName service, String rid, Step step) {
        Optional<Duration> median = Optional.ofNullable(usual.getOrDefault(service, Map.of())
                .get(step.what() + " " + rid));
        return new Doing(step.what(), rid, clock.now().since(step.since()).toMillis(),
                median.map(Duration::toMillis).orElse(-1L));
    }

    /** {@code start: fs#1, 3.1s, usually 2.0s}; nothing while nothing runs. */
    String words(ServiceName service) {
        return of(service).stream().map(Doing::words).collect(Collectors.joining("; "));
    }
}
