package org.understudy.cli;

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.understudy.wire.Asked;
import org.understudy.wire.FenceReport;
import org.understudy.wire.NodeStatus;

/** The action {@code fence}: by hand, or a test of what would do it. */
final class Fencing {
    /** Nothing failed, but nobody can tell whether a device works. */
    private static final int UNTESTED = 3;
    private static final Duration TURN = Duration.ofSeconds(5);

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;
    private final Gathered gathered;

    Fencing(Agent agent, Screen screen, SvcmgrLine line, Gathered gathered) {
        this.gathered = gathered;
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /** The exit code: of a test 1 when one fails, 3 when one could not be made. */
    int act() throws Failure {
        if (line.test) {
            return test();
        }
        if (line.node.isEmpty()) {
            throw Failure.usage("fence: expected --node <node>, or --test, got neither",
                    "svcmgr fence --node n2");
        }
        fence();
        return 0;
    }

    private void fence() throws Failure {
        Asked asked = new Asked("fenced", line.node, "local", line.reason, 0, line.yes,
                line.dryRun);
        FenceReport report = agent.fence(line.node, asked);
        if (report.result().equals("plan")) {
            show(report, report.follows());
            return;
        }
        if (report.result().equals(FenceReport.CONFIRM)) {
            Consent.get(screen, report.follows());
            report = agent.fence(line.node, new Asked("fenced", line.node, "local", line.reason,
                    0, true, false));
        }
        report = ended(line.node, "fence", report);
        if (!report.result().equals(FenceReport.CONFIRMED)) {
            throw Failure.of(line.node + ": expected a confirmed fence, got: " + report.result()
                    + (report.detail().isEmpty() ? "" : ": " + report.detail()),
                    "svcmgr fence --test --node " + line.node);
        }
        show(report, List.of(line.node + ": " + report.result() + ": " + report.detail()));
    }

    private int test() throws Failure {
        List<String> nodes = !line.node.isEmpty() ? List.of(line.node)
                : agent.nodes().stream().filter(node -> !node.state().equals("self"))
                        .map(NodeStatus::name).toList();
        SortedSet<Integer> codes = new TreeSet<>();
        for (String node : nodes) {
            try {
                codes.add(test(node));
            } catch (Failure e) {
                codes.add(screen.fail(e));
            }
        }
        codes.remove(0);
        return codes.isEmpty() ? 0 : codes.first();
    }

    private int test(String node) throws Failure {
        FenceReport report = ended(node, "fence-test", agent.testFence(node));
        show(report, List.of(node + ": " + report.result()
                + (report.detail().isEmpty() ? "" : ": " + report.detail())));
        return switch (report.result()) {
            case FenceReport.WORKS -> 0;
            case FenceReport.UNTESTED -> UNTESTED;
            default -> Failure.FAILED;
        };
    }

    private void show(FenceReport report, List<String> lines) {
        if (line.formatted()) {
            gathered.row(report);
        } else {
            screen.show(lines);
        }
    }

    private FenceReport ended(String node, String what, FenceReport first) throws Failure {
        return Patience.until(line.time, first, one -> one.result().equals(FenceReport.PENDING),
                () -> agent.fenceReport(node, what, TURN));
    }
}
