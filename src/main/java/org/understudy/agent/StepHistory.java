package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.journal.Journals;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.sim.Pace;
import org.understudy.wire.JournalLine;

/** How long things took the last times, on whichever node, as the journals say. */
final class StepHistory implements Pace {
    private static final int LINES = 500;
    /** The median of so many. */
    private static final int LAST = 9;

    private final Journals journals;
    private final Map<ServiceName, Map<String, Duration>> steps = new HashMap<>();
    private final Map<NodeName, Optional<Duration>> fences = new HashMap<>();

    /** Reads when it is asked; for one thread. */
    StepHistory(Journals journals) {
        this.journals = journals;
    }

    @Override
    public Optional<Duration> step(Service service, Rid rid, boolean up) {
        return Optional.ofNullable(steps.computeIfAbsent(service.name(), this::read)
                .get((up ? "start " : "stop ") + rid));
    }

    /** By {@code start fs#1}. */
    Map<String, Duration> read(ServiceName service) {
        return medians(journals.about(service.value(), line -> line.event().equals("step.end")
                && line.facts().getOrDefault("detail", "").isEmpty(), LINES));
    }

    /** By {@code start fs#1}; oldest first. */
    static Map<String, Duration> medians(List<JournalLine> ends) {
        Map<String, List<Duration>> all = new HashMap<>();
        ends.forEach(end -> took(end).ifPresent(time -> all.computeIfAbsent(
                end.facts().get("do") + " " + end.facts().get("rid"),
                key -> new ArrayList<>()).add(time)));
        Map<String, Duration> medians = new HashMap<>();
        all.forEach((step, times) -> medians.put(step, median(times)));
        return medians;
    }

    private static Duration median(List<Duration> times) {
        List<Duration> last = times.subList(Math.max(0, times.size() - LAST), times.size())
                .stream().sorted().toList();
        return last.get((last.size() - 1) / 2);
    }

    /** Of {@code 47ms}, {@code 1.3s} or {@code 2.104s}; empty for what is none of these. */
    private static Optional<Duration> took(JournalLine line) {
        String text = line.facts().getOrDefault("took", "");
        if (text.matches("\\d{1,9}ms")) {
            return Optional.of(Duration.ofMillis(
                    Long.parseLong(text.substring(0, text.length() - 2))));
        }
        return text.matches("\\d{1,7}\\.\\d{1,3}s") ? Optional.of(Duration.ofMillis(Math.round(
                1000 * Double.parseDouble(text.substring(0, text.length() - 1)))))
                : Optional.empty();
    }

    @Override
    public Optional<Duration> fence(NodeName node) {
        return fences.computeIfAbsent(node, peer -> {
            List<Duration> times = journals.timeline(new Journals.Span(0, LAST, Optional.of(
                    line -> line.event().equals("fence.end")
                            && "confirmed".equals(line.facts().get("result"))
                            && peer.value().equals(line.facts().get("peer")))))
                    .lines().stream().flatMap(line -> took(line).stream()).toList();
            return times.isEmpty() ? Optional.empty() : Optional.of(median(times));
        });
    }
}
