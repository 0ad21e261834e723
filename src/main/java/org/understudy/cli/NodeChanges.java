package org.understudy.cli;

import java.time.Duration;
import org.understudy.wire.Asked;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.Outcome;

/** The actions that change this node, or the whole cluster. */
final class NodeChanges {
    private static final Duration TURN = Duration.ofSeconds(1);

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;

    NodeChanges(Agent agent, Screen screen, SvcmgrLine line) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /** Leaves this node alone, or looks after it again. */
    void freeze(String goal) throws Failure {
        done(ask(goal, "local"), self(), goal);
    }

    /** The same of all nodes; each takes it in as soon as it is heard. */
    void cluster(String goal) throws Failure {
        done(ask(goal, "cluster"), "cluster", goal);
    }

    private void done(Outcome outcome, String what, String goal) {
        if (!outcome.state().equals("plan")) {
            screen.show(what + ": " + goal + "\n");
        }
    }

    /** Hands this node's services over; waits for that if told to. */
    void drain() throws Failure {
        Outcome outcome = ask("drained", "local");
        String self = self();
        if (line.wait) {
            outcome = settled("drained", outcome);
        }
        judge(self, outcome, "draining", "drained");
    }

    /** Stops this node's services and ends its agent. */
    void shutdown() throws Failure {
        leave("shutdown", "shutting down", "all services stopped, the agent ends");
    }

    /** The same, and the machine boots again. */
    void reboot() throws Failure {
        leave("reboot", "shutting down to boot again",
                "all services stopped, the machine boots again");
    }

    private void leave(String goal, String begun, String done) throws Failure {
        String self = self();
        Outcome outcome = ask(goal, "local");
        if (line.wait) {
            outcome = settled(goal, outcome);
        }
        judge(self, outcome, begun, done);
    }

    private void judge(String self, Outcome outcome, String begun, String done) throws Failure {
        if (outcome.state().equals("plan")) {
            return;
        }
        if (outcome.state().equals("pending") && line.wait) {
            throw Failure.of(self + ": expected " + done + " within "
                    + DurationText.text(line.time) + ", got: " + outcome.detail(),
                    "svcmgr timeline --follow");
        }
        screen.show(self + ": " + (outcome.state().equals("pending") ? begun : done) + "\n");
    }

    private Outcome settled(String goal, Outcome first) throws Failure {
        return Patience.until(line.time, first, one -> one.state().equals("pending"),
                () -> agent.nodeOutcome(goal, TURN));
    }

    private Outcome ask(String goal, String scope) throws Failure {
        Outcome outcome = Consent.with(screen, line.yes, yes -> agent.askNode(new Asked(goal,
                line.node, scope, line.reason, line.lasts.toMillis(), yes, line.dryRun)));
        screen.show(outcome.follows());
        return outcome;
    }

    private String self() throws Failure {
        return agent.nodes().stream().filter(node -> node.state().equals("self"))
                .map(NodeStatus::name).findFirst().orElse("this node");
    }
}
