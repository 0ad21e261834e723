package org.understudy.config;

import java.util.List;
import java.util.stream.Collectors;
import org.understudy.model.NodeName;

/**
 * Nodes as their cluster spells them. A name up to its first dot stands for the whole of it, where
 * only one node is called so: {@code deb1} is {@code deb1.opensvc.com}.
 *
 * @param self this node
 * @param nodes all of them, so that every node reads a file alike; none where they are not known
 */
record Members(NodeName self, List<NodeName> nodes) {
    Members {
        nodes = List.copyOf(nodes);
    }

    /** The member this name means; the name itself when it means none. */
    NodeName canonical(NodeName name) {
        return among(nodes, name);
    }

    /** The one of these nodes that the name means; the name itself when it means none. */
    static NodeName among(List<NodeName> nodes, NodeName name) {
        if (nodes.contains(name)) {
            return name;
        }
        List<NodeName> same = nodes.stream().filter(node -> isSame(node, name)).toList();
        return same.size() == 1 ? same.get(0) : name;
    }

    /** This node alone, where the others are not known. */
    List<NodeName> known() {
        return nodes.isEmpty() ? List.of(self) : nodes;
    }

    /** DEFAULT with the members' names for {@code nodes = *}. */
    Ini.Block named(Ini.Block block) {
        String names = known().stream().map(NodeName::value).collect(Collectors.joining(" "));
        return new Ini.Block(block.place(), block.end(), block.entries().stream()
                .map(entry -> entry.key().equalsIgnoreCase(ServiceKeywords.NODES.name())
                        && entry.value().equals("*")
                        ? new Ini.Entry(entry.place(), names, entry.pieces()) : entry).toList());
    }

    private static boolean isSame(NodeName one, NodeName other) {
        return one.value().startsWith(other + ".") && isShort(other)
                || other.value().startsWith(one + ".") && isShort(one);
    }

    private static boolean isShort(NodeName name) {
        return name.value().indexOf('.') < 0;
    }
}
