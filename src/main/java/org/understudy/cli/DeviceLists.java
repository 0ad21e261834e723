package org.understudy.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.understudy.wire.DeviceText;
import org.understudy.wire.Shapes;

/** The devices of services on one node; what cannot be told of them is said beside. */
final class DeviceLists {
    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;

    DeviceLists(Agent agent, Screen screen, SvcmgrLine line) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /** {@code print devs}: who uses and gives which, a row each. */
    void table(List<String> services) throws Failure {
        Map<String, String> texts = new LinkedHashMap<>();
        List<Map<String, String>> rows = new ArrayList<>();
        for (String service : services) {
            String json = agent.devicesJson(service);
            texts.put(service, json);
            Shapes.list(json, DeviceText.class).forEach(one -> rows(service, one, rows));
        }
        if (!line.formatted()) {
            List<List<String>> table = new ArrayList<>();
            table.add(List.of("service", "rid", "role", "device"));
            rows.forEach(row -> table.add(List.copyOf(row.values())));
            screen.show(NodeTable.of(table, 4));
        } else if (line.format.equals("csv") || line.format.equals("table")) {
            screen.show(line.shown(Shapes.write(rows)));
        } else {
            screen.show(line.shown(Formats.document(texts)));
        }
    }

    private static void rows(String service, DeviceText one, List<Map<String, String>> rows) {
        one.uses().forEach(device -> rows.add(row(service, one, "uses", device)));
        one.gives().forEach(device -> rows.add(row(service, one, "gives", device)));
        one.disks().forEach(device -> rows.add(row(service, one, "disk", device)));
        one.notes().forEach(note -> rows.add(row(service, one, "note", note)));
    }

    private static Map<String, String> row(String service, DeviceText one, String role,
            String device) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("service", service);
        row.put("rid", one.rid());
        row.put("role", role);
        row.put("device", device);
        return row;
    }

    /** {@code print devlist}: all that they use or give. */
    void devices(List<String> services) throws Failure {
        told(listed(services, false));
    }

    /** {@code print disklist}: what lies below all of it. */
    void disks(List<String> services) throws Failure {
        told(listed(services, true));
    }

    void devicesJson(List<String> services) throws Failure {
        json(listed(services, false));
    }

    void disksJson(List<String> services) throws Failure {
        json(listed(services, true));
    }

    private void told(Map<String, SortedSet<String>> lists) throws Failure {
        if (line.formatted()) {
            json(lists);
        } else {
            screen.show(lists.values().stream().flatMap(Collection::stream).distinct().sorted()
                    .toList());
        }
    }

    private void json(Map<String, SortedSet<String>> lists) throws Failure {
        Map<String, String> texts = new LinkedHashMap<>();
        lists.forEach((service, all) -> texts.put(service, Shapes.write(List.copyOf(all))));
        screen.show(line.shown(Formats.document(texts)));
    }

    private Map<String, SortedSet<String>> listed(List<String> services, boolean disks)
            throws Failure {
        Map<String, SortedSet<String>> lists = new TreeMap<>();
        for (String service : services) {
            SortedSet<String> all = new TreeSet<>();
            for (DeviceText one : Shapes.list(agent.devicesJson(service), DeviceText.class)) {
                all.addAll(disks ? one.disks() : Stream.concat(one.uses().stream(),
                        one.gives().stream()).toList());
                one.notes().forEach(note -> screen.progress(service + ": " + one.rid() + ": "
                        + note));
            }
            lists.put(service, all);
        }
        return lists;
    }
}
