package org.understudy.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.understudy.model.Event;
import org.understudy.model.Freeze;
import org.understudy.model.Local;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** What began or ended to be frozen in a round, of a service, this node or the cluster: once. */
final class Freezes {
    private final Event event;
    private final View before;
    private final View after;
    private final Function<Moment, String> times;
    private final List<Change> changes = new ArrayList<>();

    /** One of them, as an entry of the journal. */
    record Change(String event, Map<String, String> facts) {
    }

    private Freezes(Event event, View before, View after, Function<Moment, String> times) {
        this.event = event;
        this.before = before;
        this.after = after;
        this.times = times;
    }

    /** @param times a moment of the after view's clock as the wall's clock shows it */
    static List<Change> of(Event event, View before, View after,
            Function<Moment, String> times) {
        Freezes all = new Freezes(event, before, after, times);
        if (before.memory() != after.memory()) {
            all.ofNode();
            all.ofCluster();
        }
        if (before.services() != after.services()) {
            after.services().forEach((name, local) -> all.ofService(name,
                    before.services().get(name), local));
        }
        return all.changes;
    }

    private void ofNode() {
        Optional<Freeze> is = after.memory().node();
        if (!before.memory().node().equals(is)) {
            add("node", is, asked());
        }
    }

    private void ofCluster() {
        Memory.ClusterFreeze was = before.memory().cluster();
        Memory.ClusterFreeze is = after.memory().cluster();
        boolean present = was.freeze().isPresent() || is.freeze().isPresent();
        if (was.number() != is.number() && present) {
            Map<String, String> facts = asked();
            if (event instanceof Event.BeatHeard beat) {
                facts.put("told_by", beat.beat().node().value());
            }
            add("cluster", is.freeze(), facts);
        }
    }

    private void ofService(ServiceName name, Local was, Local is) {
        if (was == null || was == is || was.frozen() == is.frozen()) {
            return;
        }
        Map<String, String> facts = new LinkedHashMap<>(Map.of("service", name.value()));
        is.request().ifPresent(request -> asked(facts, request.id(), request.author()));
        if (is.request().isEmpty()) {
            is.target().current().ifPresent(wish -> asked(facts, wish.id(), wish.author()));
        }
        add("service", is.kept().freeze(), facts);
    }

    private Map<String, String> asked() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (event instanceof Event.NodeAsked asked) {
            asked(facts, asked.request().id(), asked.request().author());
        }
        return facts;
    }

    private static void asked(Map<String, String> facts, String id, String author) {
        facts.put("author", author);
        facts.put("id", id);
    }

    /** Who thawed it is known here only if it was asked here; a freeze tells of itself. */
    private void add(String what, Optional<Freeze> freeze, Map<String, String> facts) {
        freeze.ifPresent(is -> {
            facts.put("author", is.author());
            facts.put("reason", is.reason());
            is.until().ifPresent(until -> facts.put("until", times.apply(until)));
        });
        if (freeze.isEmpty() && !facts.containsKey("id") && !facts.containsKey("told_by")) {
            facts.put("detail", "its time is over");
        }
        changes.add(new Change(what + (freeze.isPresent() ? ".frozen" : ".thawed"), facts));
    }
}
