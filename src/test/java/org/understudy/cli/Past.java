package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.understudy.wire.JournalLine;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.ServiceStatus.Peer;
import org.understudy.wire.Simulated;

/** Journals made line by line, as several nodes would have written them. */
final class Past {
    private final List<JournalLine> lines = new ArrayList<>();

    /** One more line, after all before it; {@code time} is what that node's clock showed. */
    Past line(String time, String node, String event, String... facts) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("service", "web"));
        for (int i = 0; i < facts.length; i += 2) {
            all.put(facts[i], facts[i + 1]);
        }
        lines.add(new JournalLine(lines.size() + 1, lines.size() + 1,
                "2026-03-01T" + time + "+01:00", node, event, all));
        return this;
    }

    Past decision(String time, String node, String verb, String... facts) {
        List<String> all = new ArrayList<>(List.of("do", verb));
        all.addAll(List.of(facts));
        return line(time, node, "decision", all.toArray(String[]::new));
    }

    Past end(String time, String node, String verb, String result, String... facts) {
        List<String> all = new ArrayList<>(List.of("do", verb, "result", result, "took", "1.3s",
                "detail", result.equals("ok") ? "" : "fs#1: mount: exit 32"));
        all.addAll(List.of(facts));
        return line(time, node, "action.end", all.toArray(String[]::new));
    }

    List<JournalLine> lines() {
        return List.copyOf(lines);
    }

    /** Started on n1 at first; then n1 dies, with a clock that is three minutes fast. */
    static Past takeover() {
        return new Past()
                .decision("14:05:50.000", "n1", "start", "cause", "boot", "because",
                        "no node ran it when the agent of n1, which started at 14:05:40, joined")
                .end("14:05:51.300", "n1", "start", "ok")
                .line("14:03:04.104", "n2", "peer.silent", "peer", "n1", "last_beat", "2.1s ago")
                .decision("14:03:04.105", "n2", "fence", "cause", "proof_of_exclusion", "because",
                        "n1 is silent on every link: it must be fenced first")
                .decision("14:03:04.160", "n2", "start", "reason", "starts here: n1 is silent and"
                        + " was fenced, which was confirmed", "trigger", "fence of n1: confirmed",
                        "cause", "crash", "because", "n1 fell silent on every link at 14:03:02,"
                        + " was fenced (confirmed after 47ms)", "from", "n1", "heard",
                        "n1: hb#1 2.160s ago, hb#2 2.171s ago", "others",
                        "n1: n1 is silent on every link and was fenced", "plan",
                        "start ip#1, fs#1, container#1")
                .end("14:03:05.460", "n2", "start", "ok", "detection", "2.104s", "decision",
                        "9ms", "fence", "47ms", "steps",
                        "ip#1 20ms, fs#1 300ms, container#1 970ms", "groups",
                        "ip 20ms, fs 300ms, container 970ms", "total", "3.460s");
    }

    /** The service as n2 sees it: avail there, and n1's state and avail. */
    static ServiceStatus now(String here, String monitor, String state, String there,
            String reason) {
        ServiceStatus s = Fixtures.service("web", here, List.of());
        return new ServiceStatus(s.name(), "n2", s.env(), s.orchestrate(), false, monitor, here,
                here, s.groups(), s.resources(), "", reason, List.of(
                        new Peer("n1", state, there, "idle", false),
                        new Peer("n2", "self", here, monitor, false)));
    }

    /** What would follow from a crash of n1. */
    static Simulated simulated() {
        Simulated.Line crash = new Simulated.Line(0, "happens", "n1", "", "loses its power", "",
                "", List.of());
        Simulated.Line waits = new Simulated.Line(2100, "holds", "n2", "web", "hold", "waiting",
                "n1 is silent; if it is only cut off it fences first, so n2 waits 2.3s before it"
                + " does", List.of());
        Simulated.Line fence = new Simulated.Line(4400, "decides", "n2", "web", "fence n1",
                "proof_of_exclusion", "n1 is silent on every link: it must be fenced first",
                List.of(new Simulated.Step("fence", "", "81ms", 0)));
        Simulated.Line start = new Simulated.Line(4481, "decides", "n2", "web", "start",
                "takes_over", "starts on n2: n1 is silent and was fenced, which was confirmed",
                List.of(new Simulated.Step("start", "fs#1", "130ms", 0),
                        new Simulated.Step("start", "container#1", "1.2s", 1),
                        new Simulated.Step("start", "container#2", "no history", 1)));
        return new Simulated(List.of("web would be up on n2 after at least 5.9s: n1 is silent and"
                + " was fenced, which was confirmed", "db would stay as it is: up on n2"),
                List.of(crash, waits, fence, start, new Simulated.Line(65_900, "done", "n2",
                        "web", "started", "", "", List.of())),
                List.of(new Simulated.Fate("web", List.of("n1"), List.of("n2"), 5900, 5900,
                        "starts on n2", List.of("start of container#2")),
                        new Simulated.Fate("db", List.of("n2"), List.of("n2"), 0, -1, "",
                                List.of())),
                List.of("n3 is silent: taken to be off"), 170_000, true);
    }
}
