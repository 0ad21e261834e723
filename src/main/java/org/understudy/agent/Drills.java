package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.journal.Journals;
import org.understudy.model.Moment;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.wire.AskedDrill;
import org.understudy.wire.DrillText;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Outcome;
import org.understudy.wire.Problem;

/**
 * Drills on the live cluster: refused unless all is well, agreed to, played one at a time on a
 * thread of their own, and kept as two entries of the journal each.
 */
final class Drills {
    private static final Logger LOG = LoggerFactory.getLogger(Drills.class);
    private static final String BEGUN = "drill.begun";
    private static final String ENDED = "drill.ended";
    /** Begins and ends. */
    private static final int LINES = 200;

    private final LinkCut.Means means;
    private final Readiness readiness;
    private final Requests requests;
    private final Underway underway;
    private final Diary diary;

    /** Where it is written down, and read again. */
    record Diary(Chronicle chronicle, Journals journals) {
    }

    Drills(LinkCut.Means means, Readiness readiness, Requests requests, Underway underway,
            Diary diary) {
        this.means = means;
        this.readiness = readiness;
        this.requests = requests;
        this.underway = underway;
        this.diary = diary;
    }

    /** As {@link #interrupted}; a bug in that is told, and must not end the agent either. */
    void settle() {
        try {
            interrupted();
        } catch (RuntimeException bug) {
            LOG.error("drill.bug drill=earlier of=any", bug);
        }
    }

    /** What an earlier life of the agent began, and did not end: nothing of it is left. */
    private void interrupted() {
        View view = means.published().round().view();
        all().stream().filter(drill -> drill.result().equals("running")
                && drill.node().equals(view.self().node().value()) && !underway.is(drill.id()))
                .forEach(drill -> diary.chronicle().write(ENDED, "id", drill.id(), "drill",
                        drill.drill(), drill.drill().equals("link-cut") ? "link" : "service",
                        drill.of(), "author", drill.author(), "result", "interrupted", "took", "",
                        "moved", "", "downtime", "", "detail", "the agent ended in it; "
                        + (drill.drill().equals("link-cut") ? "the cut ended with it"
                                : "where " + drill.of() + " is, svcmon says")));
    }

    /** Whatever was asked of drills. */
    Reply answer(Call call, List<String> rest) throws InterruptedException {
        boolean get = call.method().equals("GET");
        if (rest.isEmpty()) {
            return get ? Answers.ok(all()) : new Reply(202, Answers.ok(ask(call)).json());
        }
        if (!get) {
            return new Reply(202, Answers.ok(underway.endEarly(Wording.author(call,
                    means.published().round().view()))).json());
        }
        return Answers.ok(rest.get(0).equals("obstacles") ? readiness.here(Readiness.names(call))
                : underway.outcome(rest.get(0), JournalAnswers.patience(call)));
    }

    /**
     * Begins one, unless something speaks against it or somebody has to agree first.
     *
     * @throws Refusal with all that speaks against it; nothing is done then
     */
    private Outcome ask(Call call) throws InterruptedException {
        AskedDrill asked = ConfigClerk.body(call, AskedDrill.class);
        View view = means.published().round().view();
        Drill drill = meant(call, asked, view);
        List<String> reasons = new ArrayList<>(readiness.reasons(drill.services(view)));
        reasons.addAll(drill.reasons(means.published().round().view()));
        if (!reasons.isEmpty()) {
            throw new Refusal(409, new Problem("drill " + drill.what() + " of " + drill.of()
                    + " is refused, since not all is well; nothing is done", reasons.stream()
                            .distinct().toList(), "svcmon; svcmgr nodes; svcmgr links"));
        }
        if (asked.dryRun() || !asked.yes()) {
            return new Outcome("", asked.dryRun() ? "plan" : "confirm", "cluster", "",
                    drill.plan());
        }
        return begin(drill, Wording.author(call, view));
    }

    private Drill meant(Call call, AskedDrill asked, View view) {
        try {
            return drill(call, asked, view);
        } catch (IllegalArgumentException wrong) {
            throw new Refusal(400, wrong.getMessage(), asked.what().equals("link-cut")
                    ? "svcmgr links; svcmgr cluster drill link-cut --help"
                    : "svcmgr drill switch-and-back --help");
        }
    }

    private Drill drill(Call call, AskedDrill asked, View view) {
        return switch (asked.what()) {
            case "link-cut" -> new LinkCut(means, asked.link(),
                    Duration.ofMillis(asked.lastsMillis()));
            case "switch-and-back" -> new ThereAndBack(means, requests, call,
                    Optional.ofNullable(view.services().get(new ServiceName(asked.service())))
                            .orElseThrow(() -> new Refusal(404, "no service " + asked.service()
                                    + " on this node", "svcmon lists the services")), asked.to());
            default -> throw new IllegalArgumentException("what: expected link-cut or"
                    + " switch-and-back, got \"" + asked.what() + "\"");
        };
    }

    private Outcome begin(Drill drill, String author) {
        String id = UUID.randomUUID().toString();
        underway.begin(id, "a drill is on: " + drill.what() + " of " + drill.of() + " by "
                + author);
        diary.chronicle().write(BEGUN, "id", id, "drill", drill.what(), drill.kind(),
                drill.of(), "author", author, "plan", String.join("; ", drill.plan()));
        Threads.start("drill", () -> play(id, drill, author));
        return new Outcome(id, "pending", "cluster", "", List.of());
    }

    private void play(String id, Drill drill, String author) {
        Outcome outcome = new Outcome(id, "failed", "cluster", "no report could be written");
        try {
            outcome = reported(id, drill, author);
        } catch (RuntimeException bug) {
            LOG.error("drill.bug drill={} of={}", drill.what(), drill.of(), bug);
        } finally {
            underway.end(outcome);
        }
    }

    private Outcome reported(String id, Drill drill, String author) {
        Clock clock = means.clock();
        Moment begun = clock.now();
        Drill.End end = played(drill);
        diary.chronicle().write(ENDED, "id", id, "drill", drill.what(), drill.kind(),
                drill.of(), "author", author, "result", end.result(), "took",
                Chronicle.text(clock.now().since(begun)), "moved", end.moved(), "downtime",
                end.downtime(), "detail", end.detail());
        List<String> report = new ArrayList<>(List.of("moved: " + end.moved()));
        if (!end.downtime().isEmpty()) {
            report.add("downtime: " + end.downtime());
        }
        return new Outcome(id, end.good() ? "reached" : "failed", "cluster",
                (end.good() ? "" : end.result() + ": ") + end.detail(), report);
    }

    /** A bug in a drill is told as its end; it must not end the agent, as any other would. */
    private Drill.End played(Drill drill) {
        try {
            return drill.play(underway::ender);
        } catch (Refusal refused) {
            return new Drill.End("failed", "not known", "", refused.words());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return new Drill.End("failed", "not known", "", "the agent is ending");
        } catch (RuntimeException bug) {
            LOG.error("drill.bug drill={} of={}", drill.what(), drill.of(), bug);
            return new Drill.End("failed", "not known", "", "a fault of the program: " + bug);
        }
    }

    /** The last ones of all nodes, oldest first. */
    private List<DrillText> all() {
        Map<String, DrillText> drills = new LinkedHashMap<>();
        diary.journals().timeline(new Journals.Span(0, LINES, Optional.of(line ->
                line.event().equals(BEGUN) || line.event().equals(ENDED)))).lines()
                .forEach(line -> drills.merge(fact(line, "id"), text(line), (begun, ended) ->
                        new DrillText(begun.at(), ended.node(), ended.drill(), ended.of(),
                                ended.author(), ended.result(), ended.took(), ended.moved(),
                                ended.downtime(), ended.detail(), ended.id())));
        return List.copyOf(drills.values());
    }

    private static DrillText text(JournalLine line) {
        boolean begins = line.event().equals(BEGUN);
        return new DrillText(line.at(), line.node(), fact(line, "drill"), fact(line, "link")
                + fact(line, "service"), fact(line, "author"), begins ? "running"
                : fact(line, "result"), fact(line, "took"), fact(line, "moved"),
                fact(line, "downtime"), begins ? fact(line, "plan") : fact(line, "detail"),
                fact(line, "id"));
    }

    private static String fact(JournalLine line, String key) {
        return line.facts().getOrDefault(key, "");
    }
}
