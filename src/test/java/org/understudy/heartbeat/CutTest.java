package org.understudy.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;

/** A link that a drill cuts, on real sockets. */
class CutTest {
    private static final LinkName FIRST = new LinkName("hb#1");
    private static final LinkName SECOND = new LinkName("hb#2");
    private static final Duration SECOND_LONG = Duration.ofSeconds(1);

    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void closeAll() {
        nodes.forEach(Node::close);
    }

    private List<Node> talking() {
        Cluster one = Node.cluster("lab", Node.freePort(), Node.INTERVAL, "n1", "n2");
        Link first = one.links().get(0);
        Cluster two = Node.with(one, first, new Link(SECOND, first.addresses(), Node.freePort(),
                first.timeout(), first.interval()));
        for (String name : List.of("n1", "n2")) {
            nodes.add(new Node(two, name).start().tell(two, name, 1));
        }
        Node.within(() -> nodes.stream().allMatch(node -> node.on(FIRST) > 2
                && node.on(SECOND) > 2));
        return nodes;
    }

    @Test
    void nothingLeavesOrComesInOnItWhileTheOtherLinkGoesOn() {
        Node n1 = talking().get(0);
        Node n2 = nodes.get(1);
        Node.within(() -> {
            n1.heartbeat.cut(FIRST, SECOND_LONG);
            return n1.dropped(Reason.DRILL) > 4;
        });
        long before = n2.on(FIRST);
        long here = n1.on(FIRST);
        long other = n2.on(SECOND);
        Node.within(() -> {
            n1.heartbeat.cut(FIRST, SECOND_LONG);
            return n2.on(SECOND) > other + 10 && n1.dropped(Reason.DRILL) > 10;
        });
        assertTrue(n2.on(FIRST) <= before + 1, "one may have been on its way");
        assertTrue(n1.on(FIRST) <= here + 1, "the same here");
        assertEquals(0, n2.dropped(Reason.DRILL));
        Node.within(() -> {
            n1.heartbeat.cut(FIRST, SECOND_LONG);
            return n1.troubles().equals(List.of("cut by a drill, which restores it by itself"));
        });
        assertTrue(n1.heartbeat.dropped().stream().anyMatch(drop -> drop.link().equals(FIRST)
                && drop.source().equals("this node")), () -> n1.heartbeat.dropped().toString());
        n1.heartbeat.cut(FIRST, Duration.ZERO);
        assertEquals(List.of(), n1.troubles());
        Node.within(() -> n2.on(FIRST) > before + 3 && n1.on(FIRST) > here + 3);
    }

    @Test
    void itEndsByItselfHoweverLongItWasAskedFor() {
        Node n1 = talking().get(0);
        Node n2 = nodes.get(1);
        n1.heartbeat.cut(FIRST, Duration.ofHours(1));
        long before = n2.on(FIRST);
        Node.within(() -> n1.troubles().isEmpty() && n2.on(FIRST) > before + 3);
    }
}
