package org.understudy.sim;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;

/** What the resources of a made-up machine really do. */
final class Holdings {
    private final World world;
    private final SimNode node;
    private final SortedMap<ServiceName, Set<Rid>> held = new TreeMap<>();
    private final Set<String> sick = new LinkedHashSet<>();
    private final Map<String, Status> odd = new TreeMap<>();

    Holdings(World world, SimNode node) {
        this.world = world;
        this.node = node;
    }

    private static String key(ServiceName service, Rid rid) {
        return service + " " + rid;
    }

    /** In the order in which it was taken. */
    Set<Rid> of(ServiceName service) {
        return held.computeIfAbsent(service, s -> new LinkedHashSet<>());
    }

    /** The machine is off: everything is free at once. */
    void clear() {
        held.clear();
        sick.clear();
        odd.clear();
    }

    /** What was read of a resource that neither is up nor down, until it is acted upon. */
    void odd(ServiceName service, Rid rid, Status status) {
        odd.put(key(service, rid), status);
    }

    /** A resource ends by itself. */
    void die(ServiceName service, Rid rid) {
        boolean lasts = node.file(service).filter(file -> file.resources().stream()
                .anyMatch(one -> one.rid().equals(rid) && one.reserves())).isPresent();
        if (!lasts && of(service).remove(rid)) {
            sick.remove(key(service, rid));
            world.note(() -> node.name() + " " + service + " " + rid + " dies");
            node.stir();
        }
    }

    /** A resource is there but not well. */
    void sicken(ServiceName service, Rid rid) {
        if (of(service).contains(rid) && sick.add(key(service, rid))) {
            world.note(() -> node.name() + " " + service + " " + rid + " is not well");
            node.stir();
        }
    }

    /** Whether starting the resource changed anything. */
    boolean take(Service service, Rid rid) {
        sick.remove(key(service.name(), rid));
        odd.remove(key(service.name(), rid));
        boolean taken = of(service.name()).add(rid);
        if (service.resource(rid).reserves()) {
            taken |= world.disks().take(node, service, rid);
        }
        if (taken) {
            world.each(checker -> checker.taken(node, service, rid));
        }
        return taken;
    }

    void release(Service service, Rid rid) {
        odd.remove(key(service.name(), rid));
        if (of(service.name()).remove(rid)) {
            sick.remove(key(service.name(), rid));
            if (of(service.name()).isEmpty()) {
                world.disks().forget(node, service.name());
            }
            world.each(checker -> checker.released(node, service, rid));
            if (service.resource(rid).reserves()) {
                world.disks().release(node, service, rid);
            }
        }
    }

    /** What is really there. */
    ResourceStatus truth(Service service, Rid rid) {
        Resource resource = service.resource(rid);
        if (resource.is(Flag.DISABLE) || resource.is(Flag.NOSTATUS) || resource.is(Flag.ENCAP)) {
            return new ResourceStatus(Status.NA, "");
        }
        Status strange = odd.isEmpty() ? null : odd.get(key(service.name(), rid));
        if (strange != null) {
            return new ResourceStatus(strange, "");
        }
        boolean there = of(service.name()).contains(rid);
        if (service.resource(rid).reserves()) {
            return reservation(service, rid, there);
        }
        return new ResourceStatus(!there ? Status.DOWN : well(service, rid) ? Status.UP
                : Status.WARN, "");
    }

    private boolean well(Service service, Rid rid) {
        return sick.isEmpty() || !sick.contains(key(service.name(), rid));
    }

    private ResourceStatus reservation(Service service, Rid rid, boolean there) {
        Optional<SimNode> holder = world.disks().holder(service.name(), rid);
        boolean lost = there && world.disks().taken(node, service.name(), rid);
        return new ResourceStatus(!there || lost ? Status.DOWN
                : well(service, rid) ? Status.UP : Status.WARN, "", List.of(),
                holder.map(SimNode::name), lost);
    }
}
