package org.understudy.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.understudy.wire.AskedRun;
import org.understudy.wire.Outcome;

/** Syncs and tasks that are run once. */
final class Runs {
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Map<String, List<String>> TARGETS = Map.of(
            "sync nodes", List.of("nodes"), "syncnodes", List.of("nodes"),
            "sync drp", List.of("drpnodes"), "syncdrp", List.of("drpnodes"),
            "sync all", List.of(), "syncall", List.of(),
            "sync update", List.of(), "syncupdate", List.of(),
            "run", List.of());

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;

    Runs(Agent agent, Screen screen, SvcmgrLine line) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /** Whether an action is one of these. */
    static boolean is(String action) {
        return TARGETS.containsKey(action);
    }

    /** Begins it, shows what it says, and waits for its end. */
    void on(String service) throws Failure {
        Following following = new Following(agent, screen, service);
        String verb = line.action().startsWith("sync") ? "sync" : "run";
        Outcome outcome = Consent.with(screen, line.yes || line.edit.confirmed,
                yes -> agent.run(service, asked(verb, yes)));
        screen.board().await(service);
        Outcome end = Patience.until(line.time, outcome,
                one -> one.state().equals("pending"), () -> {
                    Outcome next = agent.runs(service, outcome.id(), TURN);
                    following.tell();
                    return next;
                });
        following.tell();
        judge(service, verb, end);
    }

    private AskedRun asked(String verb, boolean yes) {
        return new AskedRun(verb, TARGETS.get(line.action()), line.edit.rids, line.part.force,
                yes);
    }

    private void judge(String service, String verb, Outcome outcome) throws Failure {
        switch (outcome.state()) {
            case "reached" -> screen.show(service + ": " + outcome.detail() + "\n");
            case "pending" -> throw Failure.of(service + ": expected the end of the " + verb
                    + " within " + DurationText.text(line.time) + ", got: it goes on, "
                    + outcome.detail(), "svcmgr timeline -s " + service + " --follow");
            default -> throw Failure.of(service + ": " + verb + " " + outcome.state() + ": "
                    + outcome.detail(), "svcmgr -s " + service + " print status");
        }
    }
}
