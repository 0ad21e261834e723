package org.understudy.sim;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/**
 * The disks that made-up machines share: for which node they are reserved, whatever becomes of it.
 * A node whose disks were taken while it ran a service must not write to them ever again, unless
 * it has stopped all of that service first.
 */
final class SharedDisks {
    private final World world;
    private final Map<String, SimNode> holders = new TreeMap<>();
    /** Nodes that were shut out while they ran the service, in which boot. */
    private final Map<String, String> shut = new TreeMap<>();

    SharedDisks(World world) {
        this.world = world;
    }

    private static String key(ServiceName service, Rid rid) {
        return service + " " + rid;
    }

    private static String key(SimNode node, ServiceName service) {
        return node.index() + " " + service;
    }

    /** Reserves them for this node; whether they were not before. */
    boolean take(SimNode by, Service service, Rid rid) {
        SimNode before = holders.put(key(service.name(), rid), by);
        for (SimNode other : world.nodes()) {
            if (other != by && other.holds(service.name())) {
                shut.put(key(other, service.name()), other.machine());
            }
            other.stir();
        }
        if (before != null && before != by) {
            world.note(() -> by.name() + " takes " + service.name() + " " + rid + " from "
                    + before.name());
        }
        return before != by;
    }

    /** Lets go of them, unless one of the others may still run it as far as this node knows. */
    void release(SimNode by, Service service, Rid rid) {
        if (holders.get(key(service.name(), rid)) != by) {
            return;
        }
        boolean keeps = by.agent() == null || service.nodes().stream()
                .anyMatch(node -> !node.equals(by.name()) && !world.core().gone(
                        by.view(), service.name(), node));
        if (keeps) {
            world.note(() -> by.name() + " keeps " + service.name() + " " + rid + " reserved");
            return;
        }
        holders.remove(key(service.name(), rid));
        world.nodes().forEach(SimNode::stir);
        for (SimNode other : world.nodes()) {
            if (other != by && other.holds(service.name()) && other.machine().equals(
                    shut.get(key(other, service.name())))) {
                throw new Broken("I1", by.name() + " lets " + other.name() + " write again to the"
                        + " disks of " + service.name() + ", which have changed since");
            }
        }
    }

    /** The node has nothing of the service left. */
    void forget(SimNode node, ServiceName service) {
        shut.remove(key(node, service));
    }

    /** For whom they are reserved. */
    Optional<SimNode> holder(ServiceName service, Rid rid) {
        return Optional.ofNullable(holders.get(key(service, rid)));
    }

    /** Whether another node has them. */
    boolean taken(SimNode from, ServiceName service, Rid rid) {
        return holder(service, rid).filter(holder -> holder != from).isPresent();
    }

    /** Whether nothing that the node has of the service can be written. */
    boolean shutOut(SimNode node, ServiceName service) {
        return node.file(service).filter(file -> file.reserved() && file.reservations().stream()
                .map(Resource::rid).allMatch(rid -> taken(node, service, rid))).isPresent();
    }
}
