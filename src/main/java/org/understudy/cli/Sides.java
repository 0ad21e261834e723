package org.understudy.cli;

import java.util.List;
import org.understudy.wire.Edited;
import org.understudy.wire.FileDifference;

/** A file that differs between nodes: of a service, or cluster.conf where none is named. */
final class Sides {
    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;
    private final Gathered gathered;

    Sides(Agent agent, Screen screen, SvcmgrLine line, Gathered gathered) {
        this.gathered = gathered;
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /** Shows what the other node's file has that this one has not, and the other way round. */
    void diff(String service) throws Failure {
        String node = node(service, "diff");
        String here = file(service).text().text();
        String there = agent.textOn(node, service.isEmpty() ? "/v1/cluster"
                : "/v1/services/" + service);
        List<String> lines = Differences.of(here, there);
        if (line.formatted()) {
            gathered.row(new FileDifference(service.isEmpty() ? "cluster" : service, node,
                    lines));
        } else if (lines.isEmpty()) {
            screen.progress((service.isEmpty() ? "cluster.conf" : service) + ": the same on "
                    + node);
        } else {
            screen.show("--- here\n+++ " + node + "\n");
            screen.show(lines);
        }
    }

    /** Makes one node's file that of all. */
    void take(String service) throws Failure {
        Edited edited = agent.take(service.isEmpty() ? "cluster" : service, node(service, "take"));
        screen.show(edited.told());
        edited.notes().forEach(screen::progress);
    }

    private ConfigFile file(String service) throws Failure {
        return service.isEmpty() ? ConfigFile.of(agent, "cluster")
                : ConfigFile.ofService(agent, service);
    }

    private String node(String service, String what) throws Failure {
        if (line.operands().size() != 1) {
            throw Failure.usage("config " + what + ": expected one node, got "
                    + line.operands().size(), file(service).command() + " config "
                    + what + " n2");
        }
        return line.operands().get(0);
    }
}
