package org.understudy.cli;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.understudy.wire.Asked;
import org.understudy.wire.Edited;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Outcome;
import org.understudy.wire.Selection;
import org.understudy.wire.ServiceStatus;

/** The actions that change something. */
final class Changes {
    private static final int BATCH = 500;
    private static final Duration TURN = Duration.ofSeconds(1);

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;

    Changes(Agent agent, Screen screen, SvcmgrLine line) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /** Asks for a goal; waits for it unless it is the cluster's business. */
    void ask(String service, String goal) throws Failure {
        ask(service, goal, "");
    }

    /** With force, all of it goes down, standby resources too. */
    String stopped() {
        return line.part.force && !PartOptions.some(line.selection()) ? "shutdown" : "stopped";
    }

    /** Moves it: to the node that was named, else to the only other one. */
    void move(String service) throws Failure {
        ask(service, "placed", line.to.isEmpty() ? other(service) : line.to);
    }

    /** Moves it to the node whose agent was asked. */
    void takeOver(String service) throws Failure {
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

    private void ask(String service, String goal, String to) throws Failure {
        long seen = lastEntry();
        Outcome outcome = inTurn(service, asked(goal, to, line.yes));
        if (outcome.state().equals("confirm")) {
            Consent.get(screen, outcome.follows());
            outcome = inTurn(service, asked(goal, to, true));
        }
        screen.show(outcome.follows());
        if (outcome.state().equals("plan")) {
            return;
        }
        if (outcome.scope().equals("cluster") && !line.wait && !over(outcome)) {
            screen.show(service + ": target " + goal + " set\n");
            return;
        }
        long end = System.nanoTime() + line.time.toNanos();
        String step = "";
        while (!over(outcome) && System.nanoTime() - end < 0) {
            outcome = agent.outcome(outcome.id(), TURN);
            seen = tell(service, seen);
            if (!over(outcome)) {
                step = running(service, step);
            }
        }
        tell(service, seen);
        judge(service, goal, outcome);
    }

    /** Waits for an action that runs already, and says for which. */
    private Outcome inTurn(String service, Asked asked) throws Failure {
        long end = System.nanoTime() + line.part.waitlock.toNanos();
        Outcome outcome = posted(service, asked);
        long seen = outcome.state().equals("busy") ? lastEntry() : 0;
        if (outcome.state().equals("busy") && !line.part.waitlock.isZero()) {
            screen.progress(service + ": " + outcome.detail() + "; waiting for its end");
        }
        while (outcome.state().equals("busy")) {
            if (System.nanoTime() - end >= 0) {
                throw Failure.of(service + ": not done within --waitlock "
                        + DurationText.text(line.part.waitlock) + ": " + outcome.detail(),
                        "svcmgr -s " + service + " abort ends it");
            }
            List<JournalLine> news = agent.journal(seen, BATCH, TURN);
            seen = news.isEmpty() ? seen : news.get(news.size() - 1).number();
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
    void forget(String service) throws Failure {
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

    long lastEntry() throws Failure {
        List<JournalLine> last = agent.journal(-1, 1, Duration.ZERO);
        return last.isEmpty() ? 0 : last.get(last.size() - 1).number();
    }

    /** Where it is by now: on a terminal each time, elsewhere a line for each long step. */
    private String running(String service, String last) throws Failure {
        List<ServiceStatus.Doing> now = agent.services(List.of(service)).stream()
                .flatMap(one -> one.running().stream()).toList();
        String step = now.stream().map(one -> one.what() + one.rid())
                .collect(Collectors.joining(" "));
        String words = now.stream().map(ServiceStatus.Doing::words)
                .collect(Collectors.joining("; "));
        if (!words.isEmpty() && !screen.terminal() && !step.equals(last)) {
            screen.progress(service + ": " + words);
        }
        screen.passing(words.isEmpty() ? "" : service + ": " + words);
        return step;
    }

    /** Shows what the journal has about the service since; gives the last number read. */
    long tell(String service, long seen) throws Failure {
        long last = seen;
        for (JournalLine entry : agent.journal(seen, BATCH, Duration.ZERO)) {
            last = Math.max(last, entry.number());
            if (service.equals(entry.facts().get("service")) && JournalText.isProgress(entry)) {
                screen.progress(JournalText.progress(entry));
            }
        }
        return last;
    }
}
