package org.understudy.agent;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.core.Aggregate;
import org.understudy.core.Liveness;
import org.understudy.core.Liveness.Voice;
import org.understudy.core.Plans;
import org.understudy.model.Action;
import org.understudy.model.Event;
import org.understudy.model.Fencing;
import org.understudy.model.Freeze;
import org.understudy.model.JournalEntry;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.Terms;
import org.understudy.model.View;
import org.understudy.model.Wish;

/** Writes down what changed from one round to the next: one entry per change, none per tick. */
final class Chronicle {
    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Clock clock;
    private final NodeName node;
    private final Consumer<JournalEntry> journal;
    private final Map<ServiceName, Course> courses = new ConcurrentHashMap<>();
    private final Progress progress;

    // Of the loop's thread alone.
    private final Silences silences = new Silences();
    private final Holders holders = new Holders();
    private final Ration ration = new Ration();
    private final Doubles doubles = new Doubles();
    private final Violations violations = new Violations();
    private final Map<ServiceName, Ruling> rulings = new HashMap<>();
    private final Map<NodeName, Voice> voices = new HashMap<>();
    private final List<String> unsaid = new ArrayList<>();

    Chronicle(Clock clock, NodeName node, Consumer<JournalEntry> journal) {
        this.clock = clock;
        this.node = node;
        this.journal = journal;
        this.progress = new Progress(clock);
    }

    /** What runs while it is written down. */
    Progress progress() {
        return progress;
    }

    /** Writes one entry: facts as key, value, key, value. */
    void write(String event, Object... facts) {
        LOG.info(recorded(event, facts(facts)));
    }

    /** As {@link #write}, by the loop: logged once the peers have been told. */
    private void note(String event, Object... facts) {
        unsaid.add(recorded(event, facts(facts)));
    }

    /**
     * As {@link #note}, unless there have been too many of that kind lately.
     *
     * @param again whether it is one that was left out before
     */
    private boolean rationed(View view, boolean again, String event, Object... facts) {
        long left = ration.take(event + " " + facts[1], view.now(), again);
        if (left >= 0) {
            Map<String, String> all = facts(facts);
            if (left > 0) {
                all.put("left_out", Long.toString(left));
            }
            unsaid.add(recorded(event, all));
        }
        return left >= 0;
    }

    /** Logs what was noted; a log may be slow. */
    void say() {
        unsaid.forEach(LOG::info);
        unsaid.clear();
    }

    private String recorded(String event, Map<String, String> facts) {
        journal.accept(new JournalEntry(clock.wall(), node, event, facts));
        return event + " " + facts.entrySet().stream()
                .map(e -> e.getKey() + "=" + quoted(e.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static Map<String, String> facts(Object... facts) {
        Map<String, String> entry = new LinkedHashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            entry.put(facts[i].toString(), facts[i + 1].toString());
        }
        return entry;
    }

    /** An action on a service begins, on whichever thread. */
    void actionBegins(ServiceName service, String verb) {
        courses.compute(service, (name, planned) -> planned != null && planned.is(verb) ? planned
                : new Course(verb, Optional.empty()));
        progress.begins(service, verb);
        write("action.begin", "service", service, "do", verb);
    }

    /** One of its steps took that long, in nanoseconds of one clock. */
    void stepped(ServiceName service, String verb, Rid rid, Course.Span span) {
        Course course = courses.get(service);
        if (course != null) {
            course.step(verb, rid, span);
        }
    }

    /** It has ended; {@code wrong} is empty when all went well. */
    void actionEnds(ServiceName service, String verb, Duration took, List<String> wrong) {
        Course course = courses.remove(service);
        progress.ends(service);
        Map<String, String> facts = facts("service", service, "do", verb, "result",
                wrong.isEmpty() ? "ok" : "failed", "took", text(took), "detail",
                String.join("; ", wrong));
        if (course != null) {
            facts.putAll(course.facts(took));
        }
        LOG.info(recorded("action.end", facts));
    }

    /** What a driver does to a resource. */
    void heard(ServiceName service, Rid rid, String level, String message) {
        write("resource.log", "service", service, "rid", rid, "level", level, "message", message);
    }

    private static String quoted(String value) {
        return value.isEmpty() || value.contains(" ") ? '"' + value + '"' : value;
    }

    /** What changed, in memory only; {@link #say} brings it to the log. */
    void note(Event event, Published.Round before, Published.Round after) {
        View view = after.view();
        silences.update(before.view(), view);
        holders.update(before.view(), view);
        noteSelf(before.view(), view);
        view.peers().keySet().forEach(peer -> notePeer(peer, before.view(), view));
        view.fencings().forEach((peer, now) ->
                noteFenceEnd(peer, before.view().fencings().get(peer), now));
        view.services().forEach((name, now) ->
                noteResources(name, before.view().services().get(name), now));
        noteLoaded(before.view(), view);
        noteWishes(before.view(), view, false);
        noteRulings(event, before, after);
        view.fencings().forEach((peer, now) ->
                noteFenceBegin(peer, before.view().fencings().get(peer), now));
        Freezes.of(event, before.view(), view, moment -> Generation.time(clock.wall()
                .plus(moment.since(view.now())))).forEach(change ->
                        unsaid.add(recorded(change.event(), change.facts())));
        doubles.news(after).forEach((name, ruling) -> note("double_start", "service", name,
                "do", actions(ruling), "reason", ruling.reason()));
        violations.news(view).forEach((name, words) ->
                note("concurrency_violation", "service", name, "reason", words));
        noteWishes(before.view(), view, true);
    }

    private void noteSelf(View before, View after) {
        if (before.self().state() != after.self().state()) {
            note("node." + lower(after.self().state()));
        }
        if (!before.stalled().equals(after.stalled())) {
            note("node.stalled", "for", text(after.now().since(before.now())));
        }
    }

    private void notePeer(NodeName peer, View before, View after) {
        Voice is = Liveness.of(after, peer);
        if (is == voices.getOrDefault(peer, Liveness.of(before, peer))) {
            return;
        }
        String silence = after.peer(peer).lastHeard()
                .map(last -> text(after.now().since(last)) + " ago").orElse("never");
        if (rationed(after, is == Liveness.of(before, peer), "peer." + lower(is), "peer", peer,
                "last_beat", silence, "links", after.peer(peer).heard().keySet())) {
            voices.put(peer, is);
        } else {
            voices.putIfAbsent(peer, Liveness.of(before, peer));
        }
    }

    private void noteFenceBegin(NodeName peer, Fencing was, Fencing is) {
        if (!is.equals(was) && is.phase() == Fencing.Phase.RUNNING) {
            List<Object> facts = new ArrayList<>(List.of("peer", peer, "attempt", is.attempts()));
            facts.addAll(is.detail().isEmpty() ? List.of() : List.of("why", is.detail()));
            note("fence.begin", facts.toArray());
        }
    }

    private void noteFenceEnd(NodeName peer, Fencing was, Fencing is) {
        if (is.equals(was) || is.phase() == Fencing.Phase.RUNNING) {
            return;
        }
        String phase = lower(is.phase());
        if (was != null && was.phase() == Fencing.Phase.RUNNING) {
            note("fence.end", "peer", peer, "result", phase, "took",
                    text(is.at().since(was.at())), "detail", is.detail());
        } else {
            note("fence." + phase, "peer", peer, "detail", is.detail());
        }
    }

    private void noteRulings(Event event, Published.Round before, Published.Round after) {
        rulings.keySet().retainAll(after.decision().rulings().keySet());
        after.decision().rulings().forEach((service, ruling) -> {
            boolean same = ruling.equals(before.decision().rulings().get(service));
            if (ruling.rule() == Ruling.Rule.UNDERWAY) {
                return;
            }
            if (acts(ruling) && !same) {
                note("decision", account(event, after.view(), service, ruling));
                rulings.put(service, ruling);
            } else if (!ruling.equals(rulings.get(service)) && rationed(after.view(), same,
                    "decision", "service", service, "do", actions(ruling), "rule",
                    lower(ruling.rule()), "reason", ruling.reason())) {
                rulings.put(service, ruling);
            }
        });
    }

    /** Whether anything is started, stopped or fenced; announcing and freezing are not that. */
    private static boolean acts(Ruling ruling) {
        return ruling.actions().stream().anyMatch(action ->
                !(action instanceof Action.Announce) && !(action instanceof Action.Freeze));
    }

    private Object[] account(Event event, View view, ServiceName name, Ruling ruling) {
        Causes causes = new Causes(view, silences, holders, moment -> TIME.format(
                clock.wall().minus(view.now().since(moment))));
        boolean starts = ruling.actions().stream().anyMatch(a -> a instanceof Action.Start);
        Causes.Cause cause = starts ? causes.ofStart(name, ruling.reason())
                : causes.ofOther(name, ruling);
        Local local = view.services().get(name);
        if (starts) {
            courses.put(name, new Course("start", cause.lost().flatMap(silences::of)
                    .map(silence -> before(silence, view))));
        }
        List<Object> account = new ArrayList<>(List.of("service", name, "do", actions(ruling),
                "rule", lower(ruling.rule()), "reason", ruling.reason(), "trigger",
                Trigger.of(event), "cause", cause.word(), "because", cause.clause(), "from",
                cause.from().map(NodeName::value).orElse(""), "heard", heard(view),
                "others", others(view, local), "plan", plan(local, ruling)));
        LastLink.words(view).ifPresent(words -> account.addAll(List.of("last_link", words)));
        return account.toArray();
    }

    private static Course.Before before(Silences.Silence silence, View view) {
        Duration fence = silence.fence();
        return new Course.Before(silence.detection().orElse(Duration.ZERO),
                view.now().since(silence.noticed()).minus(fence), fence);
    }

    private static String heard(View view) {
        return view.peers().entrySet().stream().map(peer -> peer.getKey() + ": "
                + view.cluster().links().stream().map(link -> link.name() + " "
                        + Optional.ofNullable(peer.getValue().heard().get(link.name()))
                                .map(last -> Course.exact(view.now().since(last)) + " ago")
                                .orElse("never"))
                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private static String others(View view, Local local) {
        Obstacles obstacles = new Obstacles(view, local);
        return view.others(local.service()).stream().map(other -> {
            List<String> all = new ArrayList<>(obstacles.of(other));
            if (all.isEmpty()) {
                all.addAll(obstacles.around(other));
            }
            return other + ": " + (all.isEmpty() ? "could run it" : String.join(", ", all));
        }).collect(Collectors.joining("; "));
    }

    private static String plan(Local local, Ruling ruling) {
        return ruling.actions().stream().map(action -> action.word() + " "
                + plan(local.service(), action)).map(String::strip)
                .collect(Collectors.joining(", then "));
    }

    private static String plan(Service service, Action action) {
        if (action instanceof Action.Fence fence) {
            return fence.node().value();
        }
        if (action instanceof Action.Recover recover) {
            return PlanText.of(Plans.recover(service, recover.rids()));
        }
        if (action instanceof Action.Start) {
            return PlanText.of(Plans.start(service));
        }
        if (action instanceof Action.Partial part) {
            return PlanText.of(part.way() == Action.Partial.Way.START
                    ? Plans.start(service, part.choice()) : Plans.stop(service, part.choice()));
        }
        boolean stops = action instanceof Action.Stop || action instanceof Action.Toc
                || action instanceof Action.Restart;
        return !stops ? "" : PlanText.of(Plans.stop(service,
                action instanceof Action.Stop stop && stop.standby()))
                + (action instanceof Action.Restart ? ", then start "
                        + PlanText.of(Plans.start(service)) : "");
    }

    static String actions(Ruling ruling) {
        return ruling.actions().isEmpty() ? "hold" : ruling.actions().stream()
                .map(Action::word).collect(Collectors.joining(","));
    }

    /** What goes up or down while no action runs does so by itself. */
    private void noteResources(ServiceName name, Local was, Local is) {
        if (was == null || was == is || !was.probed() || is.monitor().state().busy()
                || was.monitor().state().busy()) {
            return;
        }
        Status before = Aggregate.avail(was);
        Status now = Aggregate.avail(is);
        if (before != now) {
            String changed = is.resources().entrySet().stream()
                    .filter(e -> was.resources().get(e.getKey()) == null || was.resources()
                            .get(e.getKey()).status() != e.getValue().status())
                    .map(e -> e.getKey() + " " + e.getValue().status().word())
                    .collect(Collectors.joining(", "));
            note("instance.changed", "service", name, "was", before.word(), "avail", now.word(),
                    "resources", changed);
        }
    }

    private void noteLoaded(View before, View after) {
        after.services().forEach((name, is) -> {
            if (!before.services().containsKey(name)) {
                note("service.loaded", "service", name, "frozen",
                        is.kept().freeze().map(Freeze::words).orElse("no"));
            }
        });
    }

    /** A refusal follows from a decision; everything else of a wish comes before it. */
    private void noteWishes(View before, View after, boolean refused) {
        if (before.wishes() == after.wishes()) {
            return;
        }
        for (Wish wish : after.wishes()) {
            boolean known = before.wishes().stream().anyMatch(wish::equals);
            if (!known && refused == (wish.state() == Wish.State.REFUSED)) {
                Terms terms = wish.request().terms();
                note("request." + lower(wish.state()),
                        "service", wish.request().service(), "goal", wish.request().goal().word(),
                        "scope", lower(wish.request().scope()),
                        "author", wish.request().author(), "id", wish.request().id(),
                        "reason", terms.reason(), "lasts",
                        terms.lasts().map(Chronicle::text).orElse(""), "detail", wish.detail());
            }
        }
    }

    static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** {@code 12ms}, {@code 2.1s}. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis < 1000 ? millis + "ms"
                : String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
    }
}
