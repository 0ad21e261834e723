package org.understudy.cli;

import java.time.Duration;
import java.util.List;
import org.understudy.wire.Asked;
import org.understudy.wire.Edited;
import org.understudy.wire.Outcome;
import org.understudy.wire.Selection;
import org.understudy.wire.ServiceStatus;

/** The actions that change something. */
final class Changes {
    private static final Duration TURN = Duration.ofSeconds(1);

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;

    Changes(Agent agent, Screen screen, SvcmgrLine line) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /** Does what was typed. */
    void on(String service) throws Failure {
        switch (line.action()) {
            case "start" -> ask(service, "started");
            case "stop" -> ask(service, stopped());
            case "shutdown" -> ask(service, "shutdown");
            case "restart" -> ask(service, "restarted");
            case "abort" -> ask(service, "aborted");
            case "freeze" -> ask(service, "frozen");
            case "thaw", "unfreeze" -> ask(service, "thawed");
            case "switch" -> move(service);
            case "takeover" -> takeOver(service);
            case "giveback" -> ask(service, "placed");
            case "forget" -> forget(service);
            case "clear" -> ask(service, "cleared");
            default -> throw Failure.usage("unsupported action: " + line.action(),
                    "svcmgr --help");
        }
    }

    /** Asks for a goal; waits for it unless it is the cluster's business. */
    private void ask(String service, String goal) throws Failure {
        ask(service, goal, "");
    }

    /** With force, all of it goes down, standby resources too. */
    private String stopped() {
        return line.part.force && !PartOptions.some(line.selection()) ? "shutdown" : "stopped";
    }

    /** Moves it: to the node that was named, else to the only other one. */
    private void move(String service) throws Failure {
        ask(service, "placed", line.to.isEmpty() ? other(service) : line.to);
    }

    /** Moves it to the node whose agent was asked. */
    private void takeOver(String service) throws Failure {
        ask(service, "placed", known(service).node());
    }

    private ServiceStatus known(String service) throws Failure {
        return agent.services(List.of(service)).stream().findFirst().orElseThrow(() -> Failure.of(
                "no service " + service + " on this node", "svcmon lists the services"));
    }

    private String other(String service) throws Failure {
        List<ServiceStatus.Peer> all = known(service).instances();
        List<String> down = all.stream().filter(one -> !one.avail().equals("up"))
                .map(ServiceStatus.Peer::node).toList();
        if (all.size() != 2 || down.size() != 1) {
            throw Failure.usage("expected --to <node>, one of "
                    + String.join(", ", all.stream().map(ServiceStatus.Peer::node).toList()),
                    "svcmgr -s " + service + " switch --to " + all.get(0).node());
        }
        return down.get(0);
    }

    /** What is for the whole cluster replaces what was wanted before, and waits for nothing. */
    private void checkWaiting(String service) throws Failure {
        boolean cluster = line.part.waitlock != null && !line.local
                && !PartOptions.some(line.selection())
                && known(service).orchestrate().equals("ha");
        if (cluster) {
            throw Failure.usage(service + ": --waitlock does not apply: orchestrate=ha, so this is"
                    + " for the whole cluster, and replaces what was wanted before at once",
                    "the same without --waitlock, or with --local for this node alone");
        }
    }

    private void ask(String service, String goal, String to) throws Failure {
        checkWaiting(service);
        Following following = new Following(agent, screen, service);
        Outcome outcome = Consent.with(screen, line.yes,
                yes -> inTurn(service, asked(goal, to, yes)));
        screen.show(outcome.follows());
        if (outcome.state().equals("plan")) {
            return;
        }
        if (outcome.scope().equals("cluster") && !line.wait && !over(outcome)) {
            screen.show(service + ": target " + goal + " set\n");
            return;
        }
        String id = outcome.id();
        screen.board().await(service);
        Outcome end = Patience.until(line.time, outcome, one -> !over(one), () -> {
            Outcome next = agent.outcome(id, TURN);
            following.tell();
            if (!over(next)) {
                following.running();
            }
            return next;
        });
        following.tell();
        judge(service, goal, end);
    }

    /** Waits for an action that runs already, and says for which. */
    private Outcome inTurn(String service, Asked asked) throws Failure {
        long end = System.nanoTime() + line.part.patience().toNanos();
        Outcome outcome = posted(service, asked);
        if (!outcome.state().equals("busy")) {
            return outcome;
        }
        Following following = new Following(agent, screen, service);
        if (!line.part.patience().isZero()) {
            screen.progress(service + ": " + outcome.detail() + "; waiting for its end");
        }
        while (outcome.state().equals("busy")) {
            if (System.nanoTime() - end >= 0) {
                throw Failure.of(service + ": not done within --waitlock "
                        + DurationText.text(line.part.patience()) + ": " + outcome.detail(),
                        "svcmgr -s " + service + " abort ends it");
            }
            following.await(TURN);
            outcome = posted(service, asked);
        }
        return outcome;
    }

    private Outcome posted(String service, Asked asked) throws Failure {
        Selection part = line.selection();
        return PartOptions.some(part) ? agent.ask(service, asked, part)
                : agent.ask(service, asked);
    }

    private Asked asked(String goal, String to, boolean yes) {
        return new Asked(goal, to, line.local ? "local" : "auto", line.reason,
                line.lasts.toMillis(), yes, line.dryRun);
    }

    /** Tells the agent that a silent node is off; only for who has looked. */
    void vouch() throws Failure {
        if (line.node.isEmpty() || !line.verifiedOff) {
            throw Failure.usage("fence-ack: expected --node <node> and --i-verified-it-is-off; a"
                    + " service may run twice if that is not so",
                    "svcmgr fence-ack --node n1 --i-verified-it-is-off");
        }
        agent.vouch(line.node);
        screen.show(line.node + ": taken to be off\n");
    }

    /** Tells the agent that what it cannot read is down; only for who has looked. */
    private void forget(String service) throws Failure {
        if (!line.verifiedDown) {
            throw Failure.usage("forget: expected --i-verified-it-is-down; what still runs of it"
                    + " may run twice then", "svcmgr -s " + service
                    + " forget --rid app#1 --i-verified-it-is-down");
        }
        Edited done = agent.forget(service, line.selection().rids());
        screen.show(done.told());
        done.notes().forEach(screen::progress);
    }

    private void judge(String service, String goal, Outcome outcome) throws Failure {
        switch (outcome.state()) {
            case "reached" -> screen.show(service + ": "
                    + (PartOptions.some(line.selection()) ? "in part " : "") + goal + "\n");
            case "pending" -> throw Failure.of(service + ": expected " + goal + " within "
                    + DurationText.text(line.time) + ", got: still trying, "
                    + outcome.detail(), "svcmgr -s " + service + " timeline --follow");
            default -> throw Failure.of(service + ": " + goal + " " + outcome.state() + ": "
                    + outcome.detail(), "svcmgr -s " + service + " explain");
        }
    }

    private static boolean over(Outcome outcome) {
        return !outcome.state().equals("pending");
    }
}
