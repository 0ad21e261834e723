package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.understudy.wire.Explained;
import org.understudy.wire.JournalLine;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.WhyNot;

/** Why a service is as it is: {@code svcmgr explain}. */
final class Explanation {
    private Explanation() {
    }

    /** Why it is not that node which runs it. */
    static List<String> of(WhyNot why) {
        List<String> lines = new ArrayList<>();
        if (why.runs()) {
            lines.add(why.service() + " runs on " + why.node());
        } else if (why.reasons().isEmpty()) {
            lines.add("nothing keeps " + why.service() + " from running on " + why.node());
        } else {
            lines.add(why.service() + " does not run on " + why.node() + ":");
            why.reasons().forEach(reason -> lines.add("- " + reason));
        }
        return plain(lines);
    }

    /** How it is and why; what this node thinks of it, and what it knows of the others. */
    static List<String> of(ServiceStatus service, Story story) {
        List<String> lines = new ArrayList<>(List.of(story.sentence()));
        lines.add(service.name() + " on " + service.node() + ": avail " + service.avail()
                + ", overall " + service.overall() + ", orchestrate " + service.orchestrate()
                + ", " + service.monitor() + (service.frozen() ? ", frozen" : ""));
        lines.add("because: "
                + (service.reason().isEmpty() ? "no decision yet" : service.reason()));
        if (!service.notice().isEmpty() && !service.notice().equals(service.reason())) {
            lines.add("notice:  " + service.notice());
        }
        lines.addAll(story.details());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("node", "state", "avail", "monitor", "frozen"));
        service.instances().forEach(one -> rows.add(List.of(one.node(), one.state(), one.avail(),
                one.monitor(), one.frozen() ? "frozen" : "")));
        if (rows.size() > 1) {
            lines.addAll(NodeTable.of(rows, 5));
        }
        lines.addAll(advice(service));
        return plain(lines);
    }

    /** The same for programs. */
    static Explained told(ServiceStatus service, Story story) {
        return new Explained(service.name(), service.node(), story.sentence(), service.rule(),
                reasons(service), service.avail(), service.overall(), service.orchestrate(),
                service.monitor(), service.frozen(),
                story.decision().map(Explanation::facts).orElse(Map.of()),
                story.took().orElse(""), story.asked().orElse(""), service.instances(),
                advice(service));
    }

    /** What was decided, then what is not as it should be: a part of the notice each. */
    private static List<String> reasons(ServiceStatus service) {
        List<String> reasons = new ArrayList<>();
        String decided = service.reason();
        if (!decided.isEmpty()) {
            reasons.add(decided);
        }
        String rest = decided.isEmpty() ? service.notice()
                : service.notice().replace(decided, "");
        Stream.of(rest.split("; ")).filter(part -> !part.isBlank()).forEach(reasons::add);
        return reasons;
    }

    private static Map<String, String> facts(JournalLine decision) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("node", decision.node());
        facts.put("at", decision.at());
        decision.facts().forEach(facts::putIfAbsent);
        facts.remove("service");
        return facts;
    }

    private static List<String> advice(ServiceStatus service) {
        return service.instances().stream().filter(one -> one.state().equals("silent"))
                .filter(one -> !service.notice().isEmpty())
                .map(one -> "once you have seen that " + one.node() + " is off: svcmgr fence-ack"
                        + " --node " + one.node() + " --i-verified-it-is-off").toList();
    }

    private static List<String> plain(List<String> lines) {
        return lines.stream().map(line -> new Columns().add(line, 0).toString()).toList();
    }
}
