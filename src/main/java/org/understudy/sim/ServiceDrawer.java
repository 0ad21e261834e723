package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.understudy.model.Group;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Restart;
import org.understudy.model.Rid;
import org.understudy.model.Rules;
import org.understudy.model.Rules.Flex;
import org.understudy.model.Rules.MonitorAction;
import org.understudy.model.Rules.Placing;
import org.understudy.model.Rules.Relations;
import org.understudy.model.Rules.Topology;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/** Draws services: the first one is the plain case more often than the others are. */
final class ServiceDrawer {
    private static final List<Resource> KINDS = List.of(
            kind("ip#1", Group.IP, "ip"), kind("disk#1", Group.DISK, "disk.loop"),
            kind("disk#2", Group.DISK, "disk.vg"), kind("fs#1", Group.FS, "fs"),
            kind("fs#2", Group.FS, "fs"), kind("share#1", Group.SHARE, "share.nfs"),
            kind("container#1", Group.CONTAINER, "container.docker"),
            kind("container#2", Group.CONTAINER, "container.docker"),
            kind("app#1", Group.APP, "app"));

    private final Random random;
    private final List<NodeName> all;
    private final String[] names;

    ServiceDrawer(Random random, List<NodeName> all, String[] names) {
        this.random = random;
        this.all = all;
        this.names = names;
    }

    Service draw(int index) {
        boolean main = index == 0;
        List<NodeName> nodes = new ArrayList<>(all);
        Collections.shuffle(nodes, random);
        int size = main || one(2) ? nodes.size() : 1 + random.nextInt(nodes.size() - 1);
        Orchestrate orchestrate = main || !one(3) ? Orchestrate.HA
                : one(2) ? Orchestrate.START : Orchestrate.NO;
        return new Service(new ServiceName(names[index]), nodes.subList(0, size), orchestrate,
                "TST", 1 + random.nextInt(100), !one(6), resources(),
                one(3) ? Set.of("container", "fs") : Set.of(), "original", rules(index));
    }

    /** The same with its disks reserved, or some of them; as it was where none could be. */
    Service reserved(Service plain) {
        List<Resource> data = plain.resources().stream().filter(r -> !r.is(Flag.STANDBY)
                && (r.group() == Group.DISK || r.group() == Group.FS)).toList();
        if (data.isEmpty() || plain.rules().flexible()) {
            return plain;
        }
        Resource open = one(4) ? data.get(random.nextInt(data.size())) : null;
        List<Resource> all = new ArrayList<>();
        plain.resources().forEach(r -> all.add(r == open || !data.contains(r) ? r : covered(r)));
        data.stream().limit(1 + random.nextInt(2)).filter(r -> r != open)
                .forEach(r -> all.add(reservation(r)));
        return new Service(plain.name(), plain.nodes(), plain.orchestrate(), plain.environment(),
                plain.priority(), plain.rollback(), all, plain.parallelSets(), plain.checksum(),
                plain.rules());
    }

    static Resource covered(Resource one) {
        Set<Flag> flags = new TreeSet<>(one.flags());
        flags.add(Flag.RESERVED);
        return new Resource(one.rid(), one.group(), one.driver(), one.subset(), one.sortKey(),
                flags, one.restart(), one.tags());
    }

    static Resource reservation(Resource of) {
        Set<Flag> flags = new TreeSet<>(of.flags());
        flags.retainAll(Set.of(Flag.DISABLE, Flag.OPTIONAL));
        return new Resource(of.rid().reservation(), Group.DISK, Resource.RESERVATION, of.subset(),
                "", flags, Restart.NEVER);
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    private Rules rules(int index) {
        boolean flex = index > 0 && one(8);
        return new Rules(flex ? Topology.FLEX : Topology.FAILOVER,
                flex ? new Flex(1, 3, 1 + random.nextInt(2)) : new Flex(1, 1, 1),
                one(3) ? Placing.values()[random.nextInt(Placing.values().length)]
                        : Placing.NODES_ORDER,
                index > 0 && one(3) ? relations() : Relations.NONE,
                one(2) ? Optional.of(MonitorAction.values()[random.nextInt(4)])
                        : Optional.empty(),
                one(8) ? 1 + random.nextInt(3) : 10);
    }

    /** Always about the first service, so that nothing waits in a circle. */
    private Relations relations() {
        List<ServiceName> first = List.of(new ServiceName(names[0]));
        List<ServiceName> none = List.of();
        return switch (random.nextInt(5)) {
            case 0 -> new Relations(first, none, none, none, none, none);
            case 1 -> new Relations(none, none, first, none, none, none);
            case 2 -> new Relations(none, none, none, first, none, none);
            case 3 -> new Relations(none, none, none, none, first, none);
            default -> new Relations(none, none, none, none, none, first);
        };
    }

    private List<Resource> resources() {
        List<Resource> kinds = new ArrayList<>(KINDS);
        Collections.shuffle(kinds, random);
        List<Resource> chosen = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (Resource kind : kinds.subList(0, count)) {
            Set<Flag> flags = new TreeSet<>();
            if (!chosen.isEmpty() && one(6)) {
                flags.add(one(3) ? Flag.DISABLE : one(2) ? Flag.OPTIONAL : Flag.STANDBY);
            }
            if (one(4)) {
                flags.add(Flag.MONITOR);
            }
            Restart restart = one(2) ? Restart.NEVER : new Restart(1 + random.nextInt(3),
                    Duration.ofSeconds(random.nextInt(3) * 5L));
            chosen.add(new Resource(kind.rid(), kind.group(), kind.driver(), kind.subset(),
                    kind.sortKey(), flags, restart));
        }
        return chosen;
    }

    private static Resource kind(String rid, Group group, String driver) {
        return new Resource(new Rid(rid), group, driver, Optional.empty(), "", Set.of());
    }
}
