package org.understudy.config;

import java.util.List;
import org.understudy.model.NodeName;

/**
 * Nodes as their cluster spells them. A name up to its first dot stands for the whole of it, where
 * only one node is called so: {@code deb1} is {@code deb1.opensvc.com}.
 */
record Members(List<NodeName> nodes) {
    Members {
        nodes = List.copyOf(nodes);
    }

    /** The member this name means; the name itself when it means none. */
    NodeName canonical(NodeName name) {
        if (nodes.contains(name)) {
            return name;
        }
        List<NodeName> same = nodes.stream().filter(node -> isSame(node, name)).toList();
        return same.size() == 1 ? same.get(0) : name;
    }

    private static boolean isSame(NodeName one, NodeName other) {
        return one.value().startsWith(other + ".") && isShort(other)
                || other.value().startsWith(one + ".") && isShort(one);
    }

    private static boolean isShort(NodeName name) {
        return name.value().indexOf('.') < 0;
    }
}
