package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import org.understudy.wire.LinkText;

/** The links of a node: {@code svcmgr links}. */
final class LinkTable {
    private LinkTable() {
    }

    /** A row for each link; below, what was dropped, most of it first. */
    static List<String> of(List<LinkText> links, boolean colours) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("link", "type", "at", "state", "peers"));
        links.forEach(link -> rows.add(List.of(link.name(), link.type(), link.at(), link.state(),
                String.join(", ", link.peers()))));
        List<String> lines = new ArrayList<>(
                NodeTable.of(rows, 5, colours ? LinkTable::tint : NodeTable.PLAIN));
        List<List<String>> drops = new ArrayList<>();
        links.forEach(link -> link.dropped().forEach(drop -> drops.add(List.of(link.name(),
                drop.source(), Long.toString(drop.count()), drop.reason()))));
        if (!drops.isEmpty()) {
            drops.sort((one, other) -> Long.compare(Long.parseLong(other.get(2)),
                    Long.parseLong(one.get(2))));
            drops.add(0, List.of("link", "dropped from", "count", "reason"));
            lines.add("");
            lines.addAll(NodeTable.of(drops, 4));
        }
        return lines;
    }

    private static Tint tint(int column, String cell) {
        return switch (column) {
            case 0 -> Tint.BOLD;
            case 3 -> cell.equals("open") ? Tint.GREEN : Tint.RED;
            default -> Tint.PLAIN;
        };
    }
}
