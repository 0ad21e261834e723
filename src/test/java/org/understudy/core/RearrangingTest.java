package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.understudy.model.Group;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.Rules;
import org.understudy.model.Rules.Flex;
import org.understudy.model.Rules.Topology;
import org.understudy.model.Status;

/** Every way from any set of three nodes to the wanted one, within any bounds. */
final class RearrangingTest {
    private static final List<NodeName> NODES =
            List.of(new NodeName("n1"), new NodeName("n2"), new NodeName("n3"));

    @Test
    void noWayLeadsBelowTheLeastOrFurtherAboveTheMostThanItMust() {
        for (int min = 0; min <= 3; min++) {
            for (int target = Math.max(1, min); target <= 3; target++) {
                for (int max : new int[] {0, 1, 2, 3}) {
                    if (max == 0 || max >= target) {
                        walks(new Flex(min, max, target));
                    }
                }
            }
        }
    }

    private static void walks(Flex flex) {
        for (int up = 0; up < 8; up++) {
            walk(flex, up, Optional.empty());
            for (NodeName to : NODES) {
                walk(flex, up, Optional.of(to));
            }
        }
    }

    private static void walk(Flex flex, int begin, Optional<NodeName> to) {
        Set<NodeName> up = new TreeSet<>();
        NODES.stream().filter(node -> (begin >> NODES.indexOf(node) & 1) == 1).forEach(up::add);
        String what = flex + " from " + up + " to " + to;
        Rearranging way = way(flex, up, to);
        int least = Math.min(flex.min(), up.size());
        int most = Math.max(Math.max(up.size(), flex.max() == 0 ? 3 : flex.max()),
                flex.min() + 1);
        for (Rearranging.Move move : way.all()) {
            boolean changed = move.starts() ? up.add(move.node()) : up.remove(move.node());
            assertTrue(changed && up.size() >= least && up.size() <= most,
                    what + ": " + way.all());
        }
        assertEquals(flex.target(), up.size(), what);
        assertEquals(Set.copyOf(way.wanted()), up, what);
        to.ifPresent(node -> assertTrue(up.contains(node), what));
    }

    private static Rearranging way(Flex flex, Set<NodeName> up, Optional<NodeName> to) {
        Rules usual = Rules.DEFAULT;
        OneNode node = new OneNode(new Rules(Topology.FLEX, flex, usual.placement(),
                usual.relations(), usual.monitorAction(), usual.takeovers()), Quorum.OFF,
                new Resource(new Rid("fs#1"), Group.FS, "fs", Optional.empty(), "", Set.of()),
                "n1", "n2", "n3");
        Status here = status(up, NODES.get(0));
        node.together().probed(here, here).beat("n2", "m2", status(up, NODES.get(1)), Monitor.IDLE)
                .beat("n3", "m3", status(up, NODES.get(2)), Monitor.IDLE);
        Local local = node.view().services().get(OneNode.WEB);
        return new Rearranging(node.view(), local, to);
    }

    private static Status status(Set<NodeName> up, NodeName node) {
        return up.contains(node) ? Status.UP : Status.DOWN;
    }
}
