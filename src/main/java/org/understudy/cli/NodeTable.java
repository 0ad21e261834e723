package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import org.understudy.wire.NodeStatus;

/** The nodes as this one sees them: {@code svcmgr nodes}. */
final class NodeTable {
    private NodeTable() {
    }

    /** Header and one row each; columns as wide as their widest value. */
    static List<String> of(List<NodeStatus> nodes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("node", "state", "agent", "frozen", "links", "fence"));
        nodes.forEach(n -> rows.add(List.of(n.name(), n.state(), n.agent(), n.frozen(),
                String.join(", ", n.links()), n.fence())));
        return of(rows, 6);
    }

    /** Rows of {@code columns} cells with two blanks between columns. */
    static List<String> of(List<List<String>> rows, int columns) {
        List<Columns> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(new Columns()));
        for (int column = 0; column < columns; column++) {
            int at = column;
            int width = rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            for (int row = 0; row < rows.size(); row++) {
                lines.get(row).add(rows.get(row).get(at), width + 2);
            }
        }
        return lines.stream().map(Columns::toString).toList();
    }
}
