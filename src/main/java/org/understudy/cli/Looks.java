package org.understudy.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.understudy.model.Status;
import org.understudy.wire.JournalLine;
import org.understudy.wire.KeywordChapter;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;
import org.understudy.wire.Simulate;
import org.understudy.wire.Simulated;
import org.understudy.wire.Timeline;

/** The actions that only look. */
final class Looks {
    private static final int BATCH = 500;
    private static final int LONG = 400;
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;
    private final Map<String, JournalLine> told = new HashMap<>();

    Looks(Agent agent, Screen screen, SvcmgrLine line) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    void tree(String service) throws Failure {
        try {
            screen.show(StatusTree.of(agent.live(service)));
        } catch (Failure e) {
            if (!line.elsewhere().isEmpty()) {
                throw e;
            }
            LastSeen.tell(e, screen, agent.socket(), List.of(service),
                    seen -> StatusTree.of(seen.get(0)));
        }
    }

    /** One service's status as JSON, or an object with one field per service. */
    void json(List<String> services) throws Failure {
        if (services.size() == 1) {
            screen.show(Shapes.indent(agent.liveJson(services.get(0))) + "\n");
            return;
        }
        List<String> fields = new ArrayList<>();
        for (String service : services) {
            fields.add(Shapes.write(service) + ":" + agent.liveJson(service));
        }
        screen.show(Shapes.indent("{" + String.join(",", fields) + "}") + "\n");
    }

    /** Shows the overall status of all of them together. */
    int status(List<String> services) throws Failure {
        Status all = Status.UNDEF;
        for (String service : services) {
            all = all.merge(word(agent.live(service)));
        }
        screen.show(all.word() + "\n");
        return all.code();
    }

    /** Shows the status of all reservations of disks together. */
    int reserved(List<String> services) throws Failure {
        Status all = Status.UNDEF;
        for (String service : services) {
            all = all.merge(reservations(agent.live(service)));
        }
        Status shown = all == Status.UNDEF ? Status.NA : all;
        screen.show(shown.word() + "\n");
        return shown.code();
    }

    static Status reservations(ServiceStatus service) {
        List<ServiceStatus.Row> rows = service.resources();
        return rows.stream().filter(row -> rows.stream()
                .anyMatch(of -> row.rid().equals(of.rid() + "pr")))
                .map(row -> Status.of(row.status())).reduce(Status.UNDEF, Status::merge);
    }

    private static Status word(ServiceStatus service) throws Failure {
        try {
            return Status.of(service.overall());
        } catch (IllegalArgumentException e) {
            throw Failure.of(service.name() + ": " + e.getMessage(), "svcmgr --version");
        }
    }

    void explain(String service) throws Failure {
        if (!line.whyNot.isEmpty()) {
            screen.show(Explanation.of(agent.whyNot(service, line.whyNot)));
            return;
        }
        ServiceStatus now = agent.live(service);
        screen.show(Explanation.of(now, new Story(now, agent.history(service, LONG,
                "decision", "action.end", "instance.changed"))));
    }

    /** What files may say. */
    void keywords() throws Failure {
        String json = agent.keywordsJson();
        if (line.json()) {
            screen.show(Shapes.indent(json) + "\n");
            return;
        }
        List<KeywordChapter> chapters = Shapes.list(json, KeywordChapter.class);
        if (!line.format.isEmpty()) {
            screen.show(line.format.equals("man") ? KeywordManual.page(chapters)
                    : KeywordManual.words(chapters));
            return;
        }
        KeywordPages pages = new KeywordPages(chapters);
        List<String> asked = line.words.subList(1, line.words.size());
        screen.show(asked.isEmpty() ? pages.contents() : pages.of(asked.get(0)));
    }

    void nodes() throws Failure {
        if (line.json()) {
            screen.show(Shapes.indent(agent.nodesJson()) + "\n");
        } else {
            screen.show(NodeTable.of(agent.nodes()));
        }
    }

    /** This node's links, and what came in on them in vain. */
    void links() throws Failure {
        if (line.json()) {
            screen.show(Shapes.indent(agent.linksJson()) + "\n");
        } else {
            screen.show(LinkTable.of(agent.links()));
        }
    }

    /** How long what takes at most. */
    void timings() throws Failure {
        if (line.json()) {
            screen.show(Shapes.indent(agent.timingsJson()) + "\n");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("what", "time", "why"));
        agent.timings().forEach(one -> rows.add(List.of(one.what(), one.value(), one.why())));
        screen.show(NodeTable.of(rows, 3));
    }

    void rto(String service) throws Failure {
        screen.show(Takeovers.of(service, line.last,
                agent.history(service, LONG, "action.end")));
    }

    /** All nodes' journals; with {@code --after} this node's own alone. */
    void timeline() throws Failure {
        if (!line.after.isEmpty()) {
            own(number(line.after));
            return;
        }
        Timeline now = agent.timeline(line.since, line.services, line.node);
        if (now.left() > 0 && !line.since.isEmpty()) {
            screen.progress("… " + now.left() + " earlier entries since then are not shown");
        }
        tell(now.lines());
        while (line.follow && !screen.unread()) {
            now = agent.news(now.arrived(), line.services, line.node, WAIT);
            tell(now.lines());
        }
    }

    private static long number(String text) throws Failure {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Failure.usage("timeline: --after: expected a number, got \"" + text + "\"",
                    "svcmgr timeline --after=-20");
        }
    }

    /** What would follow from what was typed; nothing is done. */
    void simulate() throws Failure {
        String config = line.config.isEmpty() ? ""
                : Path.of(line.config).toAbsolutePath().normalize().toString();
        String told = agent.simulatedJson(new Simulate(Happenings.of(line.typed),
                line.services.stream().filter(one -> !one.isBlank()).distinct().toList(), config));
        if (line.json()) {
            screen.show(Shapes.indent(told) + "\n");
        } else {
            screen.show(Foretelling.of(Shapes.read(told, Simulated.class)));
        }
    }

    /** This node's journal from there to its end, or for ever with {@code --follow}. */
    private void own(long from) throws Failure {
        long after = from;
        Duration wait = Duration.ZERO;
        boolean more = true;
        while (more) {
            List<JournalLine> batch = agent.journal(after, BATCH, wait);
            tell(batch.stream().filter(entry -> line.services.isEmpty() || line.services
                    .contains(entry.facts().getOrDefault("service", ""))).toList());
            more = (batch.size() == BATCH || line.follow) && !screen.unread();
            wait = batch.size() == BATCH ? Duration.ZERO : WAIT;
            if (!batch.isEmpty()) {
                after = batch.get(batch.size() - 1).number();
            } else if (after < 0) {
                after = 0;
            }
        }
    }

    private void tell(List<JournalLine> entries) {
        int width = entries.stream().mapToInt(entry -> entry.node().length()).max().orElse(0);
        for (JournalLine entry : entries) {
            JournalLine before = told.put(entry.node(), entry);
            screen.show((line.json() ? Shapes.write(entry)
                    : JournalText.timeline(entry, before, width)) + "\n");
        }
    }
}
