package org.understudy.agent;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.core.Liveness;
import org.understudy.core.Liveness.Voice;
import org.understudy.model.Action;
import org.understudy.model.Decision;
import org.understudy.model.Fencing;
import org.understudy.model.JournalEntry;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.model.Wish;

/** Writes down what changed from one round to the next: one entry per change, none per tick. */
final class Chronicle {
    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

    private final Clock clock;
    private final NodeName node;
    private final Consumer<JournalEntry> journal;

    Chronicle(Clock clock, NodeName node, Consumer<JournalEntry> journal) {
        this.clock = clock;
        this.node = node;
        this.journal = journal;
    }

    /** Writes one entry: facts as key, value, key, value. */
    void write(String event, Object... facts) {
        Map<String, String> entry = new LinkedHashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            entry.put(facts[i].toString(), facts[i + 1].toString());
        }
        LOG.info("{} {}", event, entry.entrySet().stream()
                .map(e -> e.getKey() + "=" + quoted(e.getValue()))
                .collect(Collectors.joining(" ")));
        journal.accept(new JournalEntry(clock.wall(), node, event, entry));
    }

    /** What a driver does to a resource. */
    void heard(ServiceName service, Rid rid, String level, String message) {
        write("resource.log", "service", service, "rid", rid, "level", level, "message", message);
    }

    private static String quoted(String value) {
        return value.isEmpty() || value.contains(" ") ? '"' + value + '"' : value;
    }

    void note(Published.Round before, Published.Round after) {
        noteSelf(before.view(), after.view());
        after.view().peers().keySet().forEach(peer -> notePeer(peer, before.view(), after.view()));
        after.view().fencings().forEach((peer, now) ->
                noteFenceEnd(peer, before.view().fencings().get(peer), now));
        noteRulings(before.decision(), after.decision());
        after.view().fencings().forEach((peer, now) ->
                noteFenceBegin(peer, before.view().fencings().get(peer), now));
        after.view().services().forEach((name, now) ->
                noteService(name, before.view().services().get(name), now));
        noteWishes(before.view(), after.view());
    }

    private void noteSelf(View before, View after) {
        if (before.self().state() != after.self().state()) {
            write("node." + after.self().state().name().toLowerCase(Locale.ROOT));
        }
        if (!before.stalled().equals(after.stalled())) {
            write("node.stalled", "for", text(after.now().since(before.now())));
        }
    }

    private void notePeer(NodeName peer, View before, View after) {
        Voice was = Liveness.of(before, peer);
        Voice is = Liveness.of(after, peer);
        if (was == is) {
            return;
        }
        String silence = after.peer(peer).lastHeard()
                .map(last -> text(after.now().since(last)) + " ago").orElse("never");
        write("peer." + is.name().toLowerCase(Locale.ROOT), "peer", peer,
                "last_beat", silence, "links", after.peer(peer).heard().keySet());
    }

    private void noteFenceBegin(NodeName peer, Fencing was, Fencing is) {
        if (!is.equals(was) && is.phase() == Fencing.Phase.RUNNING) {
            write("fence.begin", "peer", peer, "attempt", is.attempts());
        }
    }

    private void noteFenceEnd(NodeName peer, Fencing was, Fencing is) {
        if (is.equals(was) || is.phase() == Fencing.Phase.RUNNING) {
            return;
        }
        String phase = is.phase().name().toLowerCase(Locale.ROOT);
        if (was != null && was.phase() == Fencing.Phase.RUNNING) {
            write("fence.end", "peer", peer, "result", phase, "took",
                    text(is.at().since(was.at())), "detail", is.detail());
        } else {
            write("fence." + phase, "peer", peer, "detail", is.detail());
        }
    }

    private void noteRulings(Decision before, Decision after) {
        after.rulings().forEach((service, ruling) -> {
            boolean told = ruling.rule() == Ruling.Rule.UNDERWAY;
            if (!told && !ruling.equals(before.rulings().get(service))) {
                write("decision", "service", service, "do", actions(ruling), "rule",
                        ruling.rule().name().toLowerCase(Locale.ROOT), "reason",
                        ruling.reason());
            }
        });
    }

    static String actions(Ruling ruling) {
        return ruling.actions().isEmpty() ? "hold" : ruling.actions().stream()
                .map(Action::word).collect(Collectors.joining(","));
    }

    private void noteService(ServiceName name, Local was, Local is) {
        if (was == null || was.frozen() != is.frozen()) {
            write(is.frozen() ? "service.frozen" : was == null ? "service.loaded"
                    : "service.thawed", "service", name);
        }
    }

    private void noteWishes(View before, View after) {
        if (before.wishes() == after.wishes()) {
            return;
        }
        for (Wish wish : after.wishes()) {
            boolean known = before.wishes().stream().anyMatch(wish::equals);
            if (!known) {
                write("request." + wish.state().name().toLowerCase(Locale.ROOT),
                        "service", wish.request().service(), "goal", wish.request().goal().word(),
                        "scope", wish.request().scope().name().toLowerCase(Locale.ROOT),
                        "author", wish.request().author(), "id", wish.request().id(),
                        "detail", wish.detail());
            }
        }
    }

    /** {@code 12ms}, {@code 2.1s}. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis < 1000 ? millis + "ms"
                : String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
    }
}
