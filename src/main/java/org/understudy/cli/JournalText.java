package org.understudy.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.understudy.wire.JournalLine;

/** Journal entries as lines for people. */
final class JournalText {
    /** What a decision's {@code because} sums up, and what only programs need. */
    private static final Set<String> DETAILS = Set.of("rule", "reason", "trigger", "cause", "from",
            "heard", "others", "plan");
    private static final Set<String> TOLD = Set.of("service", "rid", "message", "level");

    private JournalText() {
    }

    /**
     * A line of the timeline: when, how long after the entry before, which node, what.
     *
     * @param before the entry of that node before, whose clock is the same; null for the first
     */
    static String timeline(JournalLine line, JournalLine before, int nodeWidth) {
        String when = line.at().length() < 23 ? line.at()
                : line.at().substring(0, 10) + " " + line.at().substring(11, 23);
        String since = before == null ? "" : since(before.at(), line.at());
        return new Columns().next(when, 23).add("", 9 - since.length()).next(since, 0)
                .next(line.node(), nodeWidth).next(line.event(), 16)
                .add(facts(line.facts(), line.facts().containsKey("because")
                        ? DETAILS : Set.of()), 0).toString();
    }

    /** Whether someone who waits for an action wants to read it: what is done, not what is held. */
    static boolean isProgress(JournalLine line) {
        Map<String, String> facts = line.facts();
        return switch (line.event()) {
            case "decision" -> !"hold".equals(facts.get("do"));
            case "step.end", "action.end", "run.end" -> !facts.getOrDefault("detail", "").isEmpty();
            default -> facts.containsKey("message") || line.event().startsWith("rollback.");
        };
    }

    /** A line of progress, as the tutorial's program logs: {@code 18:13:37 INFO    WEB.FS#1 …}. */
    static String progress(JournalLine line) {
        Map<String, String> facts = line.facts();
        String service = facts.getOrDefault("service", line.node());
        String rid = facts.containsKey("rid") ? "." + facts.get("rid") : "";
        String clock = line.at().length() < 19 ? line.at() : line.at().substring(11, 19);
        String said = switch (line.event()) {
            case "decision" -> facts.get("do") + ": "
                    + facts.getOrDefault("reason", facts.getOrDefault("because", ""));
            case "step.end", "action.end", "run.end" -> facts.getOrDefault("detail", "");
            default -> facts.getOrDefault("message", "");
        };
        if (said.isEmpty()) {
            said = line.event() + " " + facts(facts, TOLD);
        }
        return new Columns().next(clock, 8).next(level(line), 7)
                .next((service + rid).toUpperCase(Locale.ROOT), service.length() + 8)
                .add(said, 0).toString();
    }

    /** The same with its day, as a log has it. */
    static String log(JournalLine line) {
        return (line.at().length() < 10 ? "" : line.at().substring(0, 10) + " ") + progress(line);
    }

    private static String level(JournalLine line) {
        boolean end = line.event().endsWith(".end");
        String bad = line.event().endsWith(".failed")
                || end && !line.facts().getOrDefault("detail", "").isEmpty() ? "ERROR" : "INFO";
        return line.facts().getOrDefault("level", bad).toUpperCase(Locale.ROOT);
    }

    private static String facts(Map<String, String> facts, Set<String> without) {
        List<String> all = new ArrayList<>();
        facts.forEach((name, value) -> {
            if (!without.contains(name)) {
                all.add(name + "=" + (value.isEmpty() || value.indexOf(' ') >= 0
                        ? "\"" + value + "\"" : value));
            }
        });
        return String.join(" ", all);
    }

    private static String since(String before, String at) {
        try {
            long ms = Duration.between(OffsetDateTime.parse(before), OffsetDateTime.parse(at))
                    .toMillis();
            return (ms < 0 ? "-" : "+") + amount(Math.abs(ms));
        } catch (DateTimeException e) {
            return "?"; // an entry from a release that writes its time in another way
        }
    }

    private static String amount(long ms) {
        long seconds = ms / 1000;
        if (seconds < 600) {
            return seconds + "." + Long.toString(1000 + ms % 1000).substring(1) + "s";
        }
        return seconds < 36_000 ? seconds / 60 + "m" : seconds / 3600 + "h";
    }
}
