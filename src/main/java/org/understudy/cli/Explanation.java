package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import org.understudy.wire.ServiceStatus;

/** Why a service is as it is: {@code svcmgr explain}. */
final class Explanation {
    private Explanation() {
    }

    /** What this node thinks of it, then what it knows of the others. */
    static List<String> of(ServiceStatus service) {
        List<String> lines = new ArrayList<>();
        lines.add(service.name() + " on " + service.node() + ": avail " + service.avail()
                + ", overall " + service.overall() + ", orchestrate " + service.orchestrate()
                + ", " + service.monitor() + (service.frozen() ? ", frozen" : ""));
        lines.add("because: "
                + (service.reason().isEmpty() ? "no decision yet" : service.reason()));
        if (!service.notice().isEmpty() && !service.notice().equals(service.reason())) {
            lines.add("notice:  " + service.notice());
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("node", "state", "avail", "monitor", "frozen"));
        service.instances().forEach(one -> rows.add(List.of(one.node(), one.state(), one.avail(),
                one.monitor(), one.frozen() ? "frozen" : "")));
        if (rows.size() > 1) {
            lines.addAll(NodeTable.of(rows, 5));
        }
        service.instances().stream().filter(one -> one.state().equals("silent"))
                .filter(one -> !service.notice().isEmpty()).forEach(one -> lines.add(
                        "once you have seen that " + one.node() + " is off: svcmgr fence-ack"
                        + " --node " + one.node() + " --i-verified-it-is-off"));
        return lines.stream().map(line -> new Columns().add(line, 0).toString()).toList();
    }
}
