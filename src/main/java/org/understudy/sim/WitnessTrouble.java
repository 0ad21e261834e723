package org.understudy.sim;

import java.util.ArrayList;
import java.util.List;

/** Lets trouble befall arbitrators: one of them, or all. */
final class WitnessTrouble {
    private final World world;

    WitnessTrouble(World world) {
        this.world = world;
    }

    void befall(Fault fault) {
        Arbitrators arbitrators = world.arbitrators();
        for (int one = 0; one < arbitrators.size(); one++) {
            if (fault.link() < 0 || fault.amount() % arbitrators.size() == one) {
                befall(fault, one);
            }
        }
    }

    private void befall(Fault fault, int one) {
        Arbitrators arbitrators = world.arbitrators();
        switch (fault.kind()) {
            case ARBITRATOR_LOST -> {
                arbitrators.lose(one, true);
                world.in(fault.lasts(), () -> arbitrators.lose(one, false));
            }
            case ARBITRATOR_LATE -> {
                arbitrators.slow(one, fault.amount() * 1_000_000L);
                world.in(fault.lasts(), () -> arbitrators.slow(one, 0));
            }
            case ARBITRATOR_CUT -> those(fault).forEach(node -> {
                arbitrators.cut(one, node, true);
                world.in(fault.lasts(), () -> arbitrators.cut(one, node, false));
            });
            case ARBITRATOR_DEAF -> those(fault).forEach(node -> {
                arbitrators.deafen(one, node, true);
                world.in(fault.lasts(), () -> arbitrators.deafen(one, node, false));
            });
            default -> throw new IllegalArgumentException("expected an arbitrator's: " + fault);
        }
    }

    private List<Integer> those(Fault fault) {
        List<Integer> nodes = new ArrayList<>();
        for (int node = 0; node < world.nodes().size(); node++) {
            if ((fault.other() >> node & 1) == 1) {
                nodes.add(node);
            }
        }
        return nodes;
    }
}
