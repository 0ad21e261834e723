package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Takeover;

/** How long takeovers took: {@code svcmgr rto}. */
final class Takeovers {
    private static final List<String> BEFORE = List.of("detection", "decision", "fence");

    private Takeovers() {
    }

    /** The last ones that the journals tell of, oldest first. */
    static List<Takeover> last(String service, int last, List<JournalLine> ends) {
        List<JournalLine> all = ends.stream().filter(end -> end.facts().containsKey("total")
                && "ok".equals(end.facts().get("result"))).toList();
        return all.subList(Math.max(0, all.size() - Math.max(1, last)), all.size()).stream()
                .map(end -> new Takeover(service, end.node(), end.at(), phases(end),
                        millis(end.facts().get("total")).orElse(-1))).toList();
    }

    /** A row each, and the medians of several. */
    static List<String> of(String service, List<Takeover> takeovers) {
        if (takeovers.isEmpty()) {
            return List.of("no takeover of " + service + " is in the journals here");
        }
        Set<String> phases = new LinkedHashSet<>(BEFORE);
        takeovers.forEach(one -> phases.addAll(one.phaseMillis().keySet()));
        phases.add("total");
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("when", "node", new ArrayList<>(phases)));
        takeovers.forEach(one -> rows.add(row(when(one), one.node(), phases.stream()
                .map(phase -> text(millis(one, phase))).toList())));
        if (takeovers.size() > 1) {
            rows.add(row("median", "", phases.stream()
                    .map(phase -> text(median(takeovers, phase))).toList()));
        }
        return NodeTable.of(rows, phases.size() + 2);
    }

    private static List<String> row(String when, String node, List<String> cells) {
        List<String> row = new ArrayList<>(List.of(when, node));
        row.addAll(cells);
        return row;
    }

    private static String when(Takeover end) {
        return end.at().length() < 19 ? end.at() : end.at().substring(0, 19).replace('T', ' ');
    }

    /** In milliseconds; the start split by groups of resources. */
    private static Map<String, Long> phases(JournalLine end) {
        Map<String, Long> phases = new LinkedHashMap<>();
        BEFORE.forEach(phase -> put(phases, phase, end.facts().getOrDefault(phase, "")));
        for (String group : end.facts().getOrDefault("groups", "").split(", ")) {
            int blank = group.indexOf(' ');
            if (blank > 0) {
                put(phases, group.substring(0, blank), group.substring(blank + 1));
            }
        }
        return phases;
    }

    private static void put(Map<String, Long> phases, String phase, String text) {
        millis(text).ifPresent(millis -> phases.put(phase, millis));
    }

    /** Of {@code 47ms} or {@code 2.104s}; empty for what is neither. */
    private static OptionalLong millis(String text) {
        if (text.matches("\\d{1,9}ms")) {
            return OptionalLong.of(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        return text.matches("\\d{1,9}\\.\\d{3}s") ? OptionalLong.of(Long.parseLong(
                text.substring(0, text.length() - 1).replace(".", ""))) : OptionalLong.empty();
    }

    /** Of a phase, or of {@code total}; null where it is not known. */
    private static Long millis(Takeover one, String phase) {
        return !phase.equals("total") ? one.phaseMillis().get(phase)
                : one.totalMillis() < 0 ? null : Long.valueOf(one.totalMillis());
    }

    private static Long median(List<Takeover> takeovers, String phase) {
        List<Long> all = takeovers.stream().map(one -> millis(one, phase))
                .filter(Objects::nonNull).sorted().toList();
        int half = all.size() / 2;
        return all.isEmpty() ? null : all.size() % 2 == 1 ? all.get(half)
                : Long.valueOf((all.get(half - 1) + all.get(half)) / 2);
    }

    private static String text(Long millis) {
        if (millis == null) {
            return "-";
        }
        return millis < 1000 ? millis + "ms"
                : millis / 1000 + "." + Long.toString(1000 + millis % 1000).substring(1) + "s";
    }
}
