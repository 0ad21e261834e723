package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.understudy.wire.NodeStatus;

/** The nodes as this one sees them: {@code svcmgr nodes}. */
final class NodeTable {
    static final BiFunction<Integer, String, Tint> PLAIN = (column, cell) -> Tint.PLAIN;

    private NodeTable() {
    }

    /** Header and one row each; columns as wide as their widest value. */
    static List<String> of(List<NodeStatus> nodes, boolean colours) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("node", "state", "agent", "frozen", "links", "fence"));
        nodes.forEach(n -> rows.add(List.of(n.name(), n.state(), n.agent(), n.frozen(),
                String.join(", ", n.links()), n.fence())));
        return of(rows, 6, colours ? NodeTable::tint : PLAIN);
    }

    private static Tint tint(int column, String cell) {
        return switch (column) {
            case 0 -> Tint.BOLD;
            case 1 -> Tint.of(cell);
            case 3 -> Tint.BLUE;
            default -> Tint.PLAIN;
        };
    }

    /** Rows of {@code columns} cells with two blanks between columns. */
    static List<String> of(List<List<String>> rows, int columns) {
        return of(rows, columns, PLAIN);
    }

    /** @param tints of a column, from 0, and a cell below the header */
    static List<String> of(List<List<String>> rows, int columns,
            BiFunction<Integer, String, Tint> tints) {
        List<Columns> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(new Columns()));
        for (int column = 0; column < columns; column++) {
            int at = column;
            int width = rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            for (int row = 0; row < rows.size(); row++) {
                String cell = rows.get(row).get(at);
                lines.get(row).add(cell, width + 2,
                        row == 0 ? Tint.PLAIN : tints.apply(column, cell));
            }
        }
        return lines.stream().map(Columns::toString).toList();
    }
}
