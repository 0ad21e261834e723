package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.understudy.journal.Journals;
import org.understudy.model.View;
import org.understudy.wire.JournalLine;
import org.understudy.wire.LinkText;
import org.understudy.wire.StatText;

/**
 * Answers with what is counted.
 *
 * @param published the rounds
 * @param journals what was done
 * @param links what came in in vain
 */
record StatAnswers(Published published, Journals journals, LinkAnswers links) {
    private static final int MOST = 3000;
    private static final Set<String> DONE = Set.of("decision", "action.end", "instance.changed");

    List<StatText> all() {
        View view = published.round().view();
        List<StatText> all = new ArrayList<>();
        all.add(new StatText("agent", "seconds", view.now().since(view.self().started())
                .toSeconds()));
        all.add(new StatText("agent", "rounds", published.rounds()));
        for (LinkText link : links.all()) {
            all.add(new StatText(link.name(), "peers heard", link.peers().stream()
                    .filter(peer -> peer.contains(" up ")).count()));
            all.add(new StatText(link.name(), "dropped", link.dropped().stream()
                    .mapToLong(LinkText.Drop::count).sum()));
        }
        Map<String, List<JournalLine>> done = journals.timeline(new Journals.Span(0, MOST,
                Optional.of(line -> DONE.contains(line.event())))).lines().stream()
                .collect(Collectors.groupingBy(line -> line.facts().getOrDefault("service", "")));
        view.services().keySet().forEach(name -> all.addAll(of(name.value(),
                done.getOrDefault(name.value(), List.of()))));
        return all;
    }

    /** What was done with a service, on any node. */
    static List<StatText> of(String service, List<JournalLine> lines) {
        return List.of(
                count(service, "changes", lines, line -> line.event().equals("instance.changed")),
                count(service, "decisions", lines, line -> line.event().equals("decision")),
                count(service, "starts", lines, line -> ended(line, "start", "ok")),
                count(service, "stops", lines, line -> ended(line, "stop", "ok")),
                count(service, "moves", lines, line -> ended(line, "start", "ok")
                        && line.facts().containsKey("total")),
                count(service, "failures", lines, line -> line.event().equals("action.end")
                        && !"ok".equals(line.facts().get("result"))));
    }

    private static StatText count(String service, String what, List<JournalLine> lines,
            Predicate<JournalLine> wanted) {
        return new StatText(service, what, lines.stream().filter(wanted).count());
    }

    private static boolean ended(JournalLine line, String what, String result) {
        return line.event().equals("action.end") && what.equals(line.facts().get("do"))
                && result.equals(line.facts().get("result"));
    }
}
