package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.understudy.model.Near;
import org.understudy.wire.ConfigText;
import org.understudy.wire.FileTime;
import org.understudy.wire.FrozenText;
import org.understudy.wire.JournalLine;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.ReservationText;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;
import org.understudy.wire.StatusText;

/** The actions that show one thing, mostly for scripts. */
final class Details {
    private static final int LONG = 400;

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;
    private final Gathered gathered;

    Details(Agent agent, Screen screen, SvcmgrLine line, Gathered gathered) {
        this.gathered = gathered;
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /** One word; of several services, a line each that begins with its name. */
    private void word(String service, String word, Record one) {
        if (line.formatted()) {
            gathered.row(one);
        } else {
            screen.show((line.services.size() > 1 ? service + ": " : "") + word + "\n");
        }
    }

    /** The names of the services that are meant, or of all; 1 when there is no such one. */
    int services() throws Failure {
        List<String> all = agent.names();
        List<String> meant = line.services.isEmpty() ? all
                : line.services.stream().filter(all::contains).distinct().toList();
        names(meant);
        int code = 0;
        for (String service : line.services) {
            if (!all.contains(service)) {
                code = screen.fail(Failure.of("no service " + service + " on this node"
                        + Near.among(service, all), "svcmgr ls"));
            }
        }
        return code;
    }

    private void names(List<String> names) {
        if (line.formatted()) {
            gathered.rows(names);
        } else {
            screen.show(names);
        }
    }

    void frozen(String service) throws Failure {
        boolean frozen = agent.last(service).frozen();
        word(service, frozen ? "True" : "False", new FrozenText(service, frozen));
    }

    /** When its file was changed last, in seconds since 1970. */
    void changed(String service) throws Failure {
        ConfigText text = ConfigFile.ofService(agent, service).text();
        word(service, Long.toString(text.changed()),
                new FileTime(service, text.path(), text.changed()));
    }

    /** The status of resources, freshly read. */
    void resources(String service) throws Failure {
        if (line.edit.rids.isEmpty()) {
            throw Failure.usage("print resource status: expected --rid <rid>", "svcmgr -s "
                    + service + " print resource status --rid fs#1");
        }
        List<ServiceStatus.Row> all = agent.live(service).resources();
        List<ServiceStatus.Row> found = new ArrayList<>();
        for (String rid : line.edit.rids) {
            List<ServiceStatus.Row> meant = all.stream().filter(row -> row.rid().equals(rid)
                    || row.group().equals(rid) || row.rid().startsWith(rid + "#")).toList();
            if (meant.isEmpty()) {
                throw Failure.of(service + ": no resource matching " + rid + ", expected one of "
                        + String.join(", ", all.stream().map(ServiceStatus.Row::rid).toList()),
                        "svcmgr -s " + service + " print status");
            }
            found.addAll(meant);
        }
        found.forEach(row -> word(service, (found.size() == 1 ? "" : row.rid() + " ")
                + row.status(), new StatusText(service, row.rid(), row.status())));
    }

    /** What runs by itself, and when it began last, on whichever node. */
    void schedule(List<String> services) throws Failure {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String service : services) {
            schedule(service, rows);
        }
        if (line.formatted()) {
            screen.show(line.shown(Shapes.write(rows)));
            return;
        }
        List<List<String>> table = new ArrayList<>();
        List<String> names = List.of("service", "action", "last run", "config parameter",
                "schedule definition");
        table.add(names);
        table.add(names.stream().map(name -> "-".repeat(name.length())).toList());
        rows.forEach(row -> table.add(List.copyOf(row.values())));
        screen.show(NodeTable.of(table, names.size()));
    }

    private void schedule(String service, List<Map<String, String>> rows) throws Failure {
        ConfigFile file = ConfigFile.ofService(agent, service);
        List<JournalLine> begun = agent.history(service, LONG, "run.begin");
        for (String rid : file.sections(Map.of()).keySet()) {
            boolean task = rid.startsWith("task#");
            if (task || rid.startsWith("sync#")) {
                String last = begun.stream().filter(one -> rid.equals(one.facts().get("rid")))
                        .map(one -> one.at().substring(0, Math.min(19, one.at().length()))
                                .replace('T', ' ')).max(String::compareTo).orElse("-");
                Map<String, String> row = new LinkedHashMap<>();
                row.put("service", service);
                row.put("action", (task ? "run " : "sync ") + rid);
                row.put("last_run", last);
                row.put("parameter", rid + ".schedule");
                row.put("schedule", schedule(file, rid));
                rows.add(row);
            }
        }
    }

    private static String schedule(ConfigFile file, String rid) {
        try {
            String text = file.value(rid + ".schedule", Map.of("eval", "true"));
            return text.isBlank() ? "-" : text;
        } catch (Failure none) {
            return "-";
        }
    }

    /** There is no collector to push anything to; programs that expect one go on. */
    void push(String service) {
        screen.progress(service + ": nothing is pushed: there is no collector");
    }

    /** Whether this node is frozen. */
    void nodeFrozen() throws Failure {
        NodeStatus self = agent.nodes().stream().filter(node -> node.state().equals("self"))
                .findFirst().orElseThrow(() -> Failure.of("the agent's answer: expected this node"
                        + " among the nodes, got others alone", "svcmgr nodes"));
        boolean frozen = !self.frozen().isEmpty();
        if (line.formatted()) {
            gathered.document(self.name(), new FrozenText(self.name(), frozen));
        } else {
            screen.show((frozen ? "True" : "False") + "\n");
        }
    }

    void nodeNames() throws Failure {
        names(agent.nodes().stream().map(NodeStatus::name).toList());
    }

    /** By which keys this node reserves disks, and where each comes from. */
    void keys() throws Failure {
        String json = agent.anywhere("GET", "/v1/reservations", Map.of(), "");
        if (line.formatted()) {
            screen.show(line.shown(json));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("service", "rid", "key", "from"));
        Shapes.list(json, ReservationText.class).forEach(one -> rows.add(List.of(one.service(),
                one.rid(), one.key(), one.from().isEmpty() ? "the names of service and node"
                : one.from())));
        if (rows.size() == 1) {
            screen.progress("no service of this node reserves disks: svcmgr keywords"
                    + " fs.scsireserv");
        } else {
            screen.show(NodeTable.of(rows, 4));
        }
    }

    /** Whether a node is heard; 1 when it is not. */
    int ping() throws Failure {
        List<NodeStatus> all = agent.nodes();
        NodeStatus node = all.stream().filter(one -> one.name().equals(line.node)).findFirst()
                .orElseThrow(() -> Failure.usage("node ping: expected --node with one of "
                        + String.join(", ", all.stream().map(NodeStatus::name).toList())
                        + ", got \"" + line.node + "\"", "svcmgr nodes"));
        boolean heard = List.of("self", "alive").contains(node.state());
        if (line.formatted()) {
            gathered.document(node.name(), node);
        } else {
            screen.show(node.name() + " is " + (node.state().equals("self") ? "this node"
                    : node.state()) + "\n");
        }
        return heard ? 0 : Failure.FAILED;
    }

    /** The one container that is meant, of those that are up. */
    static ServiceStatus.Row container(SvcmgrLine line, ServiceStatus service) throws Failure {
        List<ServiceStatus.Row> up = service.resources().stream()
                .filter(row -> row.group().equals("container") && row.label().contains("@")
                        && List.of("up", "warn", "stdby up").contains(row.status())).toList();
        List<ServiceStatus.Row> meant = line.edit.rids.isEmpty() ? up : up.stream()
                .filter(row -> line.edit.rids.contains(row.rid())).toList();
        if (meant.size() != 1) {
            throw Failure.of(service.name() + ": enter: expected one container that is up"
                    + (line.edit.rids.isEmpty() ? "" : " among " + line.edit.rids) + ", got "
                    + (up.isEmpty() ? "none" : String.join(", ",
                            up.stream().map(ServiceStatus.Row::rid).toList())),
                    "svcmgr -s " + service.name() + (up.isEmpty() ? " print status"
                            : " enter --rid " + up.get(0).rid()));
        }
        return meant.get(0);
    }
}
