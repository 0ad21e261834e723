package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import org.understudy.wire.Simulated;

/** What would follow: the answer first, then how it would come to that. */
final class Foretelling {
    private static final int WIDTH = 88;
    private static final int TIME = 9;

    private final Simulated told;
    private final int node;
    private final List<String> lines = new ArrayList<>();

    private Foretelling(Simulated told) {
        this.told = told;
        this.node = told.story().stream().mapToInt(line -> line.node().length()).max().orElse(0);
    }

    static List<String> of(Simulated told) {
        Foretelling text = new Foretelling(told);
        text.told.answers().forEach(answer -> text.lines.addAll(Wrap.lines(answer, WIDTH)));
        text.lines.add("");
        text.told.story().forEach(text::line);
        text.lines.add("");
        text.told.services().forEach(text::fate);
        text.told.notes().forEach(note -> text.lines.addAll(hanging("note: ", note)));
        text.lines.add(told.ended() ? "Nothing more would follow. Nothing was changed."
                : "Time was up after " + time(told.lastsMillis())
                        + "; more may follow. Nothing was changed.");
        return text.lines.stream().map(line -> new Columns().add(line, 0).toString()).toList();
    }

    private void line(Simulated.Line line) {
        String head = new Columns().add("", TIME - time(line.atMillis()).length())
                .next(time(line.atMillis()), 0).next(line.node(), node).padded();
        lines.addAll(hanging(head, switch (line.kind()) {
            case "decides" -> about(line) + line.what() + " (" + line.rule() + "): "
                    + line.reason();
            case "holds" -> about(line) + "holds (" + line.rule() + "): " + line.reason();
            default -> about(line) + line.what();
        }));
        String margin = " ".repeat(head.length());
        for (int i = 0; i < line.steps().size(); i++) {
            Simulated.Step step = line.steps().get(i);
            boolean together = step.parallel() > 0 && i > 0
                    && line.steps().get(i - 1).parallel() == step.parallel();
            lines.add(new Columns().add(margin, 0).add("  ", 0)
                    .next(step.what() + (step.rid().isEmpty() ? "" : " " + step.rid()), 24)
                    .next(step.expected(), 12).add(together ? "at once with it" : "", 0)
                    .toString());
        }
    }

    private static String about(Simulated.Line line) {
        return line.service().isEmpty() ? "" : line.service() + ": ";
    }

    private static List<String> hanging(String head, String text) {
        List<String> wrapped = Wrap.lines(text, Math.max(20, WIDTH - head.length()));
        List<String> all = new ArrayList<>();
        for (int i = 0; i < wrapped.size(); i++) {
            all.add((i == 0 ? head : " ".repeat(head.length())) + wrapped.get(i));
        }
        return all;
    }

    private void fate(Simulated.Fate fate) {
        String down = fate.downMillis() == 0 ? "never down"
                : fate.after().isEmpty() ? "down, and nothing would start it"
                : "down for " + (fate.unknown().isEmpty() ? "about " : "at least ")
                        + time(fate.downMillis());
        lines.add(fate.service() + ": " + nodes(fate.before()) + " -> " + nodes(fate.after())
                + ", " + down);
        if (!fate.unknown().isEmpty()) {
            lines.addAll(hanging("note: ", "no history of the " + String.join(", ", fate.unknown())
                    + ": the time that takes is not counted"));
        }
    }

    private static String nodes(List<String> nodes) {
        return nodes.isEmpty() ? "nowhere" : String.join(" and ", nodes);
    }

    /** {@code 5.2s}; with minutes when there are some. */
    private static String time(long millis) {
        long tenths = Math.abs(millis) / 100;
        String seconds = tenths % 600 / 10 + "." + tenths % 10 + "s";
        return (millis < 0 ? "-" : "")
                + (tenths >= 600 ? tenths / 600 + "m" : "") + seconds;
    }
}
