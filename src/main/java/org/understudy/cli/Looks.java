package org.understudy.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.understudy.model.Status;
import org.understudy.wire.JournalLine;
import org.understudy.wire.KeywordChapter;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;
import org.understudy.wire.Simulate;
import org.understudy.wire.Simulated;
import org.understudy.wire.StatusText;
import org.understudy.wire.Takeover;
import org.understudy.wire.Timeline;
import org.understudy.wire.WhyNot;

/** The actions that only look. */
final class Looks {
    private static final int BATCH = 500;
    private static final int LONG = 400;
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;
    private final Gathered gathered;
    private final Map<String, JournalLine> told = new HashMap<>();

    Looks(Agent agent, Screen screen, SvcmgrLine line, Gathered gathered) {
        this.gathered = gathered;
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    void tree(String service) throws Failure {
        boolean colours = screen.colours(line.color);
        try {
            screen.show(StatusTree.of(agent.live(service), colours));
        } catch (Failure e) {
            if (!line.elsewhere().isEmpty()) {
                throw e;
            }
            LastSeen.tell(e, screen, agent.socket(), List.of(service),
                    seen -> StatusTree.of(seen.get(0), colours));
        }
    }

    /** One service's status, or one field per service; in rows, all their resources. */
    void formatted(List<String> services) throws Failure {
        Map<String, String> texts = new LinkedHashMap<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String service : services) {
            String json = agent.liveJson(service);
            texts.put(service, json);
            Shapes.read(json, ServiceStatus.class).resources()
                    .forEach(one -> rows.add(row(service, one)));
        }
        boolean inRows = line.format.equals("csv") || line.format.equals("table");
        show(inRows ? Shapes.write(rows) : Formats.document(texts));
    }

    /** A resource in a list of those of several services. */
    private static Map<String, Object> row(String service, ServiceStatus.Row one) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("service", service);
        row.put("rid", one.rid());
        row.put("group", one.group());
        row.put("flags", one.flags());
        row.put("status", one.status());
        row.put("label", one.label());
        row.put("log", String.join("; ", one.log()));
        return row;
    }

    private void show(String json) throws Failure {
        screen.show(line.shown(json));
    }

    /** Shows the overall status of all of them together. */
    int status(List<String> services) throws Failure {
        Status all = Status.UNDEF;
        for (String service : services) {
            Status one = word(agent.live(service));
            gather(service, one);
            all = all.merge(one);
        }
        show(all);
        return all.code();
    }

    /** Shows the status of all reservations of disks together. */
    int reserved(List<String> services) throws Failure {
        Status all = Status.UNDEF;
        for (String service : services) {
            Status one = reservations(agent.live(service));
            gather(service, known(one));
            all = all.merge(one);
        }
        show(known(all));
        return known(all).code();
    }

    /** Where nothing is reserved there is nothing to tell. */
    private static Status known(Status reserved) {
        return reserved == Status.UNDEF ? Status.NA : reserved;
    }

    private void gather(String service, Status status) {
        if (line.formatted()) {
            gathered.row(new StatusText(service, "", status.word()));
        }
    }

    private void show(Status all) {
        if (!line.formatted()) {
            screen.show(all.word() + "\n");
        }
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
            whyNot(service);
            return;
        }
        ServiceStatus now = agent.live(service);
        Story story = new Story(now, agent.history(service, LONG, "decision", "action.end",
                "instance.changed", "request.reached", "request.refused", "request.failed"));
        if (line.formatted()) {
            gathered.document(service, Explanation.told(now, story));
        } else {
            screen.show(Explanation.of(now, story));
        }
    }

    private void whyNot(String service) throws Failure {
        WhyNot why = agent.whyNot(service, line.whyNot);
        if (line.formatted()) {
            gathered.document(service, why);
        } else {
            screen.show(Explanation.of(why));
        }
    }

    /** What files may say. */
    void keywords() throws Failure {
        if (!line.filter.isEmpty() && List.of("man", "words").contains(line.format)) {
            throw Failure.usage("keywords: --filter does not apply to --format " + line.format,
                    Acts.help("keywords"));
        }
        String json = agent.keywordsJson();
        List<KeywordChapter> chapters = Shapes.list(json, KeywordChapter.class);
        if (line.formatted()) {
            screen.show(line.format.equals("man") ? text(KeywordManual.page(chapters))
                    : line.format.equals("words") ? text(KeywordManual.words(chapters))
                    : line.shown(json));
            return;
        }
        KeywordPages pages = new KeywordPages(chapters);
        List<String> asked = line.words.subList(1, line.words.size());
        screen.show(asked.isEmpty() ? pages.contents() : pages.of(asked.get(0)));
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    void nodes() throws Failure {
        if (line.formatted()) {
            show(agent.nodesJson());
        } else {
            screen.show(NodeTable.of(agent.nodes(), screen.colours(line.color)));
        }
    }

    /** This node's links, and what came in on them in vain. */
    void links() throws Failure {
        if (line.formatted()) {
            show(agent.linksJson());
        } else {
            screen.show(LinkTable.of(agent.links(), screen.colours(line.color)));
        }
    }

    /** How long what takes at most. */
    void timings() throws Failure {
        if (line.formatted()) {
            show(agent.timingsJson());
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("what", "time", "why"));
        agent.timings().forEach(one -> rows.add(List.of(one.what(), one.value(), one.why())));
        screen.show(NodeTable.of(rows, 3));
    }

    void rto(String service) throws Failure {
        List<Takeover> last = Takeovers.last(service, line.last,
                agent.history(service, LONG, "action.end"));
        if (line.formatted()) {
            gathered.rows(last);
        } else {
            screen.show(Takeovers.of(service, last));
        }
    }

    /** All nodes' journals; with {@code --after} this node's own alone. */
    void timeline() throws Failure {
        if (line.follow && line.formatted() && !line.format.equals("json")) {
            throw Failure.usage("timeline --follow: expected --format json or none, got "
                    + line.format, "svcmgr timeline --follow --format json");
        }
        if (!line.after.isEmpty()) {
            own(number(line.after));
            return;
        }
        Timeline now = agent.timeline(line.since, line.services, line.node);
        if (now.left() > 0 && !line.since.isEmpty()) {
            screen.progress("… " + now.left() + " earlier entries since then are not shown");
        }
        if (now.lines().isEmpty()) {
            require(agent, line.services, line.node);
        }
        tell(now.lines());
        if (line.follow) {
            follow(now.last());
        }
    }

    /** Fails where there is no such service or node, so that what it did is not to be found. */
    static void require(Agent agent, List<String> services, String member) throws Failure {
        for (String service : services) {
            agent.last(service);
        }
        List<String> all = member.isEmpty() ? List.of()
                : agent.nodes().stream().map(NodeStatus::name).toList();
        if (!member.isEmpty() && !all.contains(member)) {
            throw Failure.of("--node: expected one of " + String.join(", ", all) + ", got "
                    + member, "svcmgr nodes");
        }
    }

    /** An agent that ends is waited for; the next one goes on after what was told. */
    private void follow(Map<String, Long> from) throws Failure {
        Map<String, Long> last = from;
        boolean away = false;
        while (!screen.unread()) {
            try {
                Timeline news = agent.news(last, line.services, line.node, WAIT);
                tell(news.lines().stream().filter(entry -> !told.containsKey(entry.node())
                        || entry.stamp() > told.get(entry.node()).stamp()).toList());
                last = news.last();
                away = false;
            } catch (Failure e) {
                if (!e.isPassing()) {
                    throw e;
                }
                if (!away) {
                    screen.progress(screen.program() + ": " + e.getMessage()
                            + "; waits for the agent, then goes on where it was");
                }
                away = true;
                Patience.pause(PAUSE);
            }
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
        if (line.formatted()) {
            show(told);
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

    /** An entry as a row, with its facts in one column. */
    private static Map<String, Object> row(JournalLine line) {
        List<String> facts = new ArrayList<>();
        line.facts().forEach((key, value) -> facts.add(key + "=" + value));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("node", line.node());
        row.put("number", line.number());
        row.put("at", line.at());
        row.put("event", line.event());
        row.put("facts", facts);
        return row;
    }

    private void tell(List<JournalLine> entries) throws Failure {
        if (line.formatted() && !line.format.equals("json")) {
            show(Shapes.write(entries.stream().map(Looks::row).toList()));
            return;
        }
        int width = entries.stream().mapToInt(entry -> entry.node().length()).max().orElse(0);
        for (JournalLine entry : entries) {
            JournalLine before = told.put(entry.node(), entry);
            screen.show((line.formatted() ? Shapes.write(entry)
                    : JournalText.timeline(entry, before, width)) + "\n");
        }
    }
}
