package org.understudy.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.understudy.model.Group;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/** Services to try things on. */
final class Services {
    private Services() {
    }

    /** A disk, a filesystem and an address, kept up on the first of these nodes that can. */
    static Service web(String... nodes) {
        return service("web", Orchestrate.HA, nodes);
    }

    static Service service(String name, Orchestrate orchestrate, String... nodes) {
        List<NodeName> names = Arrays.stream(nodes).map(NodeName::new).toList();
        return new Service(new ServiceName(name), names, orchestrate, "TST", 100, true,
                List.of(resource("disk#1", Group.DISK, "disk.loop"),
                        resource("fs#1", Group.FS, "fs"), resource("ip#1", Group.IP, "ip")),
                Set.of(), "c0ffee");
    }

    private static Resource resource(String rid, Group group, String driver) {
        return new Resource(new Rid(rid), group, driver, Optional.empty(), "", Set.of());
    }
}
