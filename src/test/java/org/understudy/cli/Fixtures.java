package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.ServiceStatus.Row;

/** The services of the tutorial on its two nodes, and smaller ones for what it does not show. */
final class Fixtures {
    private static final String OSVC = ".opensvc.com";
    private static final Row SYNC =
            row("sync#i0", "up", "rsync svc config to drpnodes, nodes");

    private Fixtures() {
    }

    /** The tutorial's two services as {@code deb1} (up) or {@code deb2} (down) sees them. */
    static List<ServiceStatus> tutorial(String node) {
        return List.of(registry(node), busybox(node));
    }

    static ServiceStatus registry(String node) {
        String status = status(node);
        List<Row> rows = new ArrayList<>();
        rows.add(container(1, status, "e9828ec4620a@registry:latest", "de9a91835513"));
        rows.add(row("vg#1", status, "vgregistry"));
        rows.add(row("fs#1", status,
                "/dev/mapper/vgregistry-lvregistryroot@/opt/registry.opensvc.com"));
        rows.add(row("fs#2", status,
                "/dev/mapper/vgregistry-lvdockerdata@/opt/registry.opensvc.com/dockerdata"));
        rows.add(row("fs#3", status,
                "/dev/mapper/vgregistry-lvregistrydata@/opt/registry.opensvc.com/registrydata"));
        rows.add(row("ip#1", status, "registry.opensvc.com@eth0"));
        rows.add(SYNC);
        return service("registry" + OSVC, status, rows);
    }

    static ServiceStatus busybox(String node) {
        String status = status(node);
        List<String> ids = List.of("c37b83887947", "a189884f060a", "fb2513423499", "3a7e545bced2",
                "1b6a3d00661e", "173a812f4ed5", "59fca3cd2745");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            rows.add(container(i + 1, status, ids.get(i) + "@opensvc/busybox:date",
                    "b073e328878e"));
        }
        rows.add(row("vg#1", status, "vgbusybox"));
        rows.add(row("fs#1", status,
                "/dev/mapper/vgbusybox-lvbusyboxroot@/opt/busybox.opensvc.com"));
        rows.add(row("fs#2", status,
                "/dev/mapper/vgbusybox-lvbusyboxdata@/opt/busybox.opensvc.com/appdata"));
        rows.add(row("ip#1", status, "busybox.opensvc.com@eth0"));
        rows.add(SYNC);
        return service("busybox" + OSVC, status, rows);
    }

    static Row row(String rid, String status, String label, String... log) {
        String type = rid.substring(0, rid.indexOf('#'));
        return new Row(rid, type.equals("vg") ? "disk" : type, "....", status, label,
                List.of(log));
    }

    /** A service whose groups all have {@code status}; sync and hb take their first row's. */
    static ServiceStatus service(String name, String status, List<Row> rows) {
        Map<String, String> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            groups.put(row.group(), row.status());
        }
        return new ServiceStatus(name, "n1", "DEV", "ha", false, "idle", status, status, groups,
                rows, "", "peer alive", List.of());
    }

    static ServiceStatus noticed(ServiceStatus s, String overall, String notice) {
        return new ServiceStatus(s.name(), s.node(), s.env(), s.orchestrate(), true, s.monitor(),
                s.avail(), overall, s.groups(), s.resources(), notice, s.reason(),
                List.of(new ServiceStatus.Peer("n1", "self", "down", "idle", true),
                        new ServiceStatus.Peer("n2", "silent", "undef", "", false)));
    }

    private static String status(String node) {
        return node.equals("deb1") ? "up" : "down";
    }

    private static Row container(int number, String status, String running, String image) {
        return status.equals("up") ? row("container#" + number, status, running)
                : row("container#" + number, status, image, "docker daemon is not running");
    }
}
