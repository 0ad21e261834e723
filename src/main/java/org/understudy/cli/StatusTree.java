package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.ServiceStatus.Row;

/** A service and its resources as a tree: {@code print status}. By loops, as lambdas load long. */
final class StatusTree {
    private static final int WIDTH = 78;
    private static final int LABEL = 35;

    private final List<String> lines = new ArrayList<>();
    private final boolean colours;

    private StatusTree(boolean colours) {
        this.colours = colours;
    }

    /** Lines without trailing blanks or colours. */
    static List<String> of(ServiceStatus service) {
        return of(service, false);
    }

    /** Lines without trailing blanks. */
    static List<String> of(ServiceStatus service, boolean colours) {
        StatusTree tree = new StatusTree(colours);
        tree.lines.add(colours ? Tint.BOLD.on(service.name()) : service.name());
        tree.line("overall", "", service.overall(), service.notice());
        tree.branch("|- ", "avail", service.avail());
        tree.rows(rows(service, "avail"), "|  ");
        tree.branch("|- ", "sync", group(service, "sync"));
        tree.rows(rows(service, "sync"), "|  ");
        tree.branch("'- ", "hb", group(service, "hb"));
        tree.rows(rows(service, "hb"), "   ");
        for (ServiceStatus.Doing one : service.running()) {
            tree.lines.add(one.words());
        }
        return tree.lines;
    }

    private static String group(ServiceStatus service, String group) {
        return service.groups().getOrDefault(group, "n/a");
    }

    private static List<Row> rows(ServiceStatus service, String branch) {
        List<Row> rows = new ArrayList<>();
        for (Row row : service.resources()) {
            if (branch(row).equals(branch)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static String branch(Row row) {
        return row.group().equals("sync") || row.group().equals("hb") ? row.group() : "avail";
    }

    private void branch(String bar, String name, String status) {
        line(bar + name, "", status, "");
    }

    private void rows(List<Row> rows, String bar) {
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean last = i == rows.size() - 1;
            line(bar + (last ? "'- " : "|- ") + row.rid(), row.flags(), row.status(), row.label());
            log(row, bar + (last ? "   " : "|  "));
        }
    }

    /** A container that is not the last keeps a bar for its own children, present or not. */
    private void log(Row row, String bar) {
        boolean container = row.group().equals("container") && bar.endsWith("|  ");
        String prefix = new Columns().add(bar + (container ? "|" : ""), LABEL).padded();
        List<String> messages = new ArrayList<>();
        for (String message : new LinkedHashSet<>(row.log())) {
            if (!message.isBlank()) {
                messages.add("# " + message);
            }
        }
        for (String text : Wrap.lines(String.join(" ", messages), WIDTH - LABEL)) {
            lines.add(new Columns().add(prefix + text, 0).toString());
        }
    }

    private void line(String tree, String flags, String status, String label) {
        lines.add(new Columns().next(tree, 20).next(flags, 4)
                .next(status, 8, colours ? Tint.of(status) : Tint.PLAIN)
                .add(label, 0).toString());
    }
}
