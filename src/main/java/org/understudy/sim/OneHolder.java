package org.understudy.sim;

import java.util.List;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.Service;

/**
 * I1: at most one node holds what only one node may have of a service. A node that was said to be
 * off by a device that lies does not count until it is off: nobody can know better. One whose disks
 * are reserved for another node has what it has, but can do no harm with it.
 */
final class OneHolder implements Checker {
    private final World world;

    OneHolder(World world) {
        this.world = world;
    }

    @Override
    public void taken(SimNode by, Service service, Rid rid) {
        if (service.rules().flexible() || service.resource(rid).reserves()) {
            return;
        }
        List<NodeName> holders = world.nodes().stream()
                .filter(node -> node.uses(service.name()) && !node.undead()
                        && !world.disks().shutOut(node, service.name()))
                .map(SimNode::name).toList();
        if (holders.size() > 1) {
            throw new Broken("I1", service.name() + " is held by " + holders);
        }
    }
}
