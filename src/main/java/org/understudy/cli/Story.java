package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.understudy.wire.JournalLine;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.ServiceStatus.Peer;

/** How a service is now and what last moved it, from all nodes' journals. */
final class Story {
    private static final List<String> LOST = List.of("silent", "fenced", "unheard", "away");

    /** What a node says it does, and the decisions that lead to it. */
    private static final Map<String, List<String>> BUSY = Map.of("starting", List.of("start"),
            "stopping", List.of("stop", "shutdown"), "tocing", List.of("toc", "stop"),
            "restarting", List.of("restart"), "repairing", List.of("restart"));
    private static final List<String> STARTS = List.of("start", "restart");
    private static final List<String> RESETS = List.of("reboot", "crash");

    private final ServiceStatus now;
    private final List<JournalLine> past;

    /** With what the journals tell about the service, causes first. */
    Story(ServiceStatus now, List<JournalLine> past) {
        this.now = now;
        this.past = past;
    }

    /** One true sentence: how it is now, and why it last started, stopped or moved. */
    String sentence() {
        List<Peer> busy = nodes(one -> BUSY.containsKey(one.monitor()));
        if (!busy.isEmpty()) {
            return underway(busy.get(0));
        }
        List<Peer> up = nodes(one -> one.avail().equals("up"));
        return up.isEmpty() ? nowhere()
                : up.stream().map(this::running).collect(Collectors.joining("; "));
    }

    /** The decision behind the last start, stop or move; empty when no journal here has it. */
    Optional<JournalLine> decision() {
        return lastMove().flatMap(move -> before(move, line -> decides(line, move.node(),
                fact(move, "do"))));
    }

    /** The last start or stop that ended. */
    Optional<JournalLine> lastMove() {
        return last(line -> line.event().equals("action.end"));
    }

    private List<Peer> nodes(Predicate<Peer> wanted) {
        return now.instances().stream().filter(wanted).toList();
    }

    private String underway(Peer one) {
        List<String> verbs = BUSY.get(one.monitor());
        String why = last(line -> verbs.stream().anyMatch(verb -> decides(line, one.node(), verb)))
                .map(line -> " since " + time(line) + ": " + clause(line)).orElse("");
        String what = verbs.contains("start") ? "started" : verbs.contains("stop") ? "stopped"
                : one.monitor().replace("ing", "ed");
        return now.name() + " is being " + what + " on " + one.node() + why;
    }

    private String running(Peer one) {
        String runs = now.name() + " runs on " + one.node();
        Optional<JournalLine> move = last(line -> line.node().equals(one.node())
                && (line.event().equals("action.end") && !repairs(line) || came(line)));
        return running(runs, move) + last(line -> line.node().equals(one.node())
                && repairs(line)).filter(line -> move.isEmpty() || line.stamp()
                > move.get().stamp()).map(line -> "; brought up again at " + time(line) + ": "
                        + reason(line)).orElse("");
    }

    private String running(String runs, Optional<JournalLine> move) {
        if (move.isEmpty()) {
            return runs + "; the journals here do not go back to its start";
        }
        JournalLine end = move.get();
        if (came(end)) {
            return runs + " since " + time(end) + ": it came up there by itself ("
                    + fact(end, "resources") + ")";
        }
        if (!STARTS.contains(fact(end, "do")) || !fact(end, "result").equals("ok")) {
            return runs + "; the last thing in the journals here is that "
                    + ended(end) + " at " + time(end);
        }
        String why = before(end, line -> decides(line, end.node(), fact(end, "do")))
                .map(line -> joined(clause(line))).orElse("");
        return runs + " since " + time(end) + ": " + why + ended(end);
    }

    /** Whether what went down of it was brought up again in place. */
    private boolean repairs(JournalLine end) {
        return fact(end, "do").equals("restart") && fact(end, "result").equals("ok")
                && before(end, line -> decides(line, end.node(), "restart"))
                        .filter(line -> fact(line, "rule").equals("repairs")).isPresent();
    }

    private String reason(JournalLine end) {
        return before(end, line -> decides(line, end.node(), "restart")).map(this::clause)
                .orElse("");
    }

    private String nowhere() {
        return holder().map(this::lost).or(this::partly).or(() -> last(this::moves)
                .map(this::left)).orElse(now.name() + " runs nowhere; the journals here do not"
                        + " tell of its last stop") + held();
    }

    /** The node that ran it, when nobody has told since that it does not. */
    private Optional<Peer> holder() {
        return last(this::moves).filter(line -> STARTS.contains(fact(line, "do"))
                && fact(line, "result").equals("ok") || came(line))
                .flatMap(line -> now.instances().stream()
                        .filter(one -> one.node().equals(line.node()))
                        .filter(one -> LOST.contains(one.state())).findFirst());
    }

    private String lost(Peer one) {
        return now.name() + " is not known to run anywhere: " + one.node()
                + ", which ran it, is " + (one.state().equals("unheard") ? "not heard"
                : one.state());
    }

    private Optional<String> partly() {
        return nodes(one -> List.of("warn", "undef").contains(one.avail())
                && List.of("self", "alive").contains(one.state())).stream().findFirst()
                .map(one -> now.name() + (one.avail().equals("warn") ? " is only partly up on "
                        : " is in an unknown state on ") + one.node()
                        + last(line -> line.node().equals(one.node()) && moves(line))
                        .map(line -> " since " + time(line) + ": " + why(line)).orElse("")
                        + notUp(one.node()));
    }

    /** What is not up on this node, and what it has to say. */
    private String notUp(String node) {
        String all = !node.equals(now.node()) ? "" : now.resources().stream()
                .filter(row -> List.of("warn", "down", "undef").contains(row.status()))
                .filter(row -> !List.of("sync", "hb").contains(row.group()))
                .map(row -> row.rid() + " " + row.status() + (row.log().isEmpty() ? ""
                        : " (" + String.join("; ", row.log()) + ")"))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : ": " + all;
    }

    private String left(JournalLine move) {
        boolean began = STARTS.contains(fact(move, "do")) && fact(move, "result").equals("ok");
        return now.name() + " runs nowhere since " + time(move) + ": " + why(move)
                + (began ? ", but it was not up after that" : "");
    }

    private String why(JournalLine move) {
        if (move.event().equals("instance.changed")) {
            return byItself(move);
        }
        boolean failed = fact(move, "result").equals("failed");
        String decided = before(move, line -> decides(line, move.node(), fact(move, "do")))
                .map(this::clause).orElse("");
        return decided.isEmpty() || failed ? ended(move) : joined(decided) + ended(move);
    }

    /** What comes after a list or a quotation is set off from it. */
    private static String joined(String clause) {
        return clause + (clause.contains(": ") || clause.contains(" and ") ? ", and " : " and ");
    }

    /** What the agent decides about it now, where that adds something. */
    private String held() {
        return now.reason().isEmpty() ? "" : "; now " + now.node() + " says: " + now.reason();
    }

    private static String ended(JournalLine end) {
        String verb = fact(end, "do");
        if (fact(end, "result").equals("failed")) {
            return "its " + verb + " failed on " + end.node() + ": " + fact(end, "detail");
        }
        return end.node() + switch (verb) {
            case "start" -> " started it in ";
            case "stop", "shutdown", "toc" -> " stopped it in ";
            default -> " restarted it in ";
        } + fact(end, "took");
    }

    /** A decision's cause; where it names another node's doing, what that node wrote of it. */
    private String clause(JournalLine decision) {
        String because = fact(decision, "because");
        String from = fact(decision, "from");
        Optional<JournalLine> there = before(decision, line -> line.node().equals(from)
                && moves(line));
        String better = switch (fact(decision, "cause")) {
            case "start_failed" -> there.filter(line -> fact(line, "result").equals("failed"))
                    .map(Story::ended).orElse("");
            case "ended", "went_down", "left", "evicted" -> there.filter(line ->
                    !fact(line, "do").equals("start")).map(this::why).orElse("");
            case "crash" -> before(decision, line -> line.node().equals(from)
                    && line.event().equals("decision"))
                    .filter(line -> RESETS.contains(fact(line, "do")))
                    .map(line -> from + " reset itself (" + fact(line, "because") + "): "
                            + because).orElse("");
            default -> "";
        };
        if (fact(decision, "cause").equals("crash") && !better.isEmpty()) {
            return better;
        }
        int others = because.indexOf("; ");
        return better.isEmpty() ? because
                : better + (others < 0 ? "" : because.substring(others));
    }

    /** What was not known before may have been so all the time. */
    private static String byItself(JournalLine line) {
        boolean known = !List.of("undef", "n/a").contains(fact(line, "was"));
        return (known ? "it went " : "it was found ") + fact(line, "avail") + " on " + line.node()
                + (known ? " by itself" : "") + " at " + time(line) + " ("
                + fact(line, "resources") + ")";
    }

    private boolean moves(JournalLine line) {
        return line.event().equals("action.end") || line.event().equals("instance.changed");
    }

    private static boolean came(JournalLine line) {
        return line.event().equals("instance.changed") && fact(line, "avail").equals("up");
    }

    private static boolean decides(JournalLine line, String node, String verb) {
        return line.event().equals("decision") && line.node().equals(node)
                && List.of(fact(line, "do").split(",")).contains(verb);
    }

    private Optional<JournalLine> last(Predicate<JournalLine> wanted) {
        return past.stream().filter(wanted).reduce((older, newer) -> newer);
    }

    private Optional<JournalLine> before(JournalLine than, Predicate<JournalLine> wanted) {
        return past.stream().takeWhile(line -> line != than).filter(wanted)
                .reduce((older, newer) -> newer);
    }

    private static String fact(JournalLine line, String key) {
        return line.facts().getOrDefault(key, "");
    }

    /** Of the day, by the clock of the node that wrote it. */
    private static String time(JournalLine line) {
        return line.at().length() < 19 ? line.at() : line.at().substring(11, 19);
    }

    /** The lines below the sentence: the decision's facts, and where the time went. */
    List<String> details() {
        List<String> lines = new ArrayList<>();
        decision().filter(line -> !line.node().equals(now.node())).ifPresent(line -> lines.add(
                "decided: on " + line.node() + " at " + time(line) + ", as " + line.node()
                + " saw it"));
        decision().ifPresent(line -> List.of("trigger", "heard", "others", "plan").stream()
                .filter(key -> !fact(line, key).isEmpty())
                .forEach(key -> lines.add(new Columns().add(key + ":", 9)
                        .add(fact(line, key), 0).toString())));
        took().ifPresent(words -> lines.add("took:    " + words));
        asked().ifPresent(words -> lines.add("asked:   " + words));
        return lines;
    }

    /** Where the time of the last start or stop went. */
    Optional<String> took() {
        return lastMove().filter(line -> line.facts().containsKey("steps")).map(Story::phases);
    }

    /** What an operator asked for in vain. */
    Optional<String> asked() {
        return notDone().map(line -> fact(line, "goal") + " by " + fact(line, "author") + " at "
                + time(line) + " was " + (line.event().equals("request.refused") ? "refused"
                        : "not done") + ": " + fact(line, "detail"));
    }

    /** What an operator asked for last, where nothing came of it and nothing moved since. */
    private Optional<JournalLine> notDone() {
        long moved = lastMove().map(JournalLine::stamp).orElse(0L);
        return last(line -> line.event().startsWith("request."))
                .filter(line -> !line.event().equals("request.reached") && line.stamp() > moved);
    }

    private static String phases(JournalLine end) {
        List<String> parts = new ArrayList<>();
        for (String phase : List.of("detection", "decision", "fence")) {
            if (!fact(end, phase).isEmpty()) {
                parts.add(phase + " " + fact(end, phase));
            }
        }
        parts.add(fact(end, "do") + " " + fact(end, "took") + " (" + fact(end, "steps") + ")");
        return String.join(", ", parts);
    }
}
