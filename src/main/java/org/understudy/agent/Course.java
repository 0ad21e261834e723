package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.model.Rid;

/** How long each part of one action took, what came before it included. For several threads. */
final class Course {
    private static final int MOST = 500;

    private final String verb;
    private final Optional<Before> before;
    private final List<Step> steps = new ArrayList<>();

    /**
     * The parts of a takeover before its start.
     *
     * @param detection from the last beat of the lost node until its silence was noticed
     * @param decision all the rest
     * @param fence from the first try to the confirmation
     */
    record Before(Duration detection, Duration decision, Duration fence) {
    }

    /** From when to when, in nanoseconds of one clock. */
    record Span(long begun, long ended) {
        Duration length() {
            return Duration.ofNanos(ended - begun);
        }

        Span with(Span other) {
            return new Span(Math.min(begun, other.begun), Math.max(ended, other.ended));
        }
    }

    private record Step(Rid rid, Span span) {
        String group() {
            return rid.value().replaceFirst("#.*", "");
        }
    }

    /** Of an action with this verb; a rollback's steps have no part in it. */
    Course(String verb, Optional<Before> before) {
        this.verb = verb;
        this.before = before;
    }

    boolean is(String other) {
        return verb.equals(other);
    }

    /** One resource was started or stopped. */
    synchronized void step(String did, Rid rid, Span span) {
        if (is(did) && steps.size() < MOST) {
            steps.add(new Step(rid, span));
        }
    }

    /** The durations as facts of an action that took so long itself. */
    synchronized Map<String, String> facts(Duration took) {
        Map<String, String> facts = new LinkedHashMap<>();
        before.ifPresent(parts -> {
            facts.put("detection", exact(parts.detection()));
            facts.put("decision", exact(parts.decision()));
            facts.put("fence", exact(parts.fence()));
        });
        if (!steps.isEmpty()) {
            facts.put("steps", steps.stream().map(step -> step.rid() + " "
                    + exact(step.span().length()))
                    .collect(Collectors.joining(", ")));
            facts.put("groups", groups());
        }
        before.ifPresent(parts -> facts.put("total", exact(parts.detection()
                .plus(parts.decision()).plus(parts.fence()).plus(took))));
        return facts;
    }

    /** From the first step of a group to the end of its last: some run at the same time. */
    private String groups() {
        Map<String, Span> spans = new LinkedHashMap<>();
        steps.forEach(step -> spans.merge(step.group(), step.span(), Span::with));
        return spans.entrySet().stream()
                .map(span -> span.getKey() + " " + exact(span.getValue().length()))
                .collect(Collectors.joining(", "));
    }

    /** To the millisecond: {@code 47ms}, {@code 2.104s}. */
    static String exact(Duration duration) {
        long millis = duration.toMillis();
        return millis < 1000 ? millis + "ms"
                : String.format(Locale.ROOT, "%d.%03ds", millis / 1000, millis % 1000);
    }
}
