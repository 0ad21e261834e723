package org.understudy.agent;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.understudy.driver.DriverException;
import org.understudy.exec.Deadline;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/**
 * What would certainly make a start fail, of all its resources at once and before any is touched.
 * What cannot be told soon is left to the start itself.
 */
final class Conflicts {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Walk.Surroundings around;

    Conflicts(Walk.Surroundings around) {
        this.around = around;
    }

    /** A line for each, whatever number of resources it hits; empty when nothing is known. */
    List<String> of(Unit unit, Collection<Rid> steps) throws InterruptedException {
        Deadline limit = Deadline.in(LIMIT);
        SortedMap<Rid, Errand<List<String>>> asked = new TreeMap<>();
        for (Rid rid : steps) {
            if (!unit.file().service().resource(rid).is(Flag.OPTIONAL)) {
                ask(unit, rid, limit, asked);
            }
        }
        Map<String, List<String>> all = new LinkedHashMap<>();
        SortedMap<Rid, Errand<List<String>>> late = new TreeMap<>(asked);
        try {
            Deadline last = Deadline.in(limit.left().plus(GRACE));
            for (Map.Entry<Rid, Errand<List<String>>> one : asked.entrySet()) {
                told(unit, one.getKey(), one.getValue(), last).ifPresent(conflicts -> {
                    late.remove(one.getKey());
                    conflicts.forEach(conflict -> all.computeIfAbsent(
                            bare(conflict, one.getKey()), first -> new ArrayList<>())
                            .add(one.getKey().value()));
                });
            }
        } finally {
            giveUp(unit, late);
        }
        return all.entrySet().stream().map(one -> "not started: "
                + String.join(", ", one.getValue()) + ": " + one.getKey()).toList();
    }

    /** What a driver says of a resource names it already. */
    private static String bare(String conflict, Rid rid) {
        String name = rid.value() + ": ";
        return conflict.startsWith(name) ? conflict.substring(name.length()) : conflict;
    }

    private void ask(Unit unit, Rid rid, Deadline limit,
            SortedMap<Rid, Errand<List<String>>> asked) {
        Optional<String> hung = around.hung().on(unit.file().service().name(), rid,
                Hung.Kind.LOOK);
        if (hung.isPresent()) {
            unseen(unit, rid, hung.get());
            return;
        }
        try {
            asked.put(rid, Errand.of(around.workers(),
                    () -> unit.resources().conflicts(rid, limit)));
        } catch (RejectedExecutionException full) {
            unseen(unit, rid, "no worker is free");
        }
    }

    /** Empty when it has not answered by then. */
    private Optional<List<String>> told(Unit unit, Rid rid, Errand<List<String>> errand,
            Deadline last) throws InterruptedException {
        try {
            return Optional.of(errand.get(last.left()));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DriverException
                    || e.getCause() instanceof UncheckedIOException) {
                return Optional.of(unseen(unit, rid, e.getCause().getMessage()));
            }
            throw new IllegalStateException("looking at " + rid, e.getCause());
        }
    }

    /** All at once: each of them alone would cost as much as all of them. */
    private void giveUp(Unit unit, SortedMap<Rid, Errand<List<String>>> late) {
        Errand.endAll(late.values(), GRACE);
        late.forEach((rid, errand) -> {
            unseen(unit, rid, "no answer within " + Chronicle.text(LIMIT));
            around.hung().note(unit.file().service().name(), rid, Hung.Kind.LOOK, errand,
                    "look before a start");
        });
    }

    private List<String> unseen(Unit unit, Rid rid, String why) {
        ServiceName service = unit.file().service().name();
        around.chronicle().write("conflict.unseen", "service", service, "rid", rid, "detail", why);
        return List.of();
    }
}
