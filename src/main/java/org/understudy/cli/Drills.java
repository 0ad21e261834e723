package org.understudy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.understudy.wire.AskedDrill;
import org.understudy.wire.DrillText;
import org.understudy.wire.Outcome;
import org.understudy.wire.Shapes;

/** Drills on the live cluster: agreed to, followed to their end, and the last ones in a table. */
final class Drills {
    private static final Duration TURN = Duration.ofSeconds(5);
    private static final String PATH = "/v1/drills";
    /** How the end of one begins that ended early, with all as before. */
    private static final String REVERTED = "reverted: ";

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;

    Drills(Agent agent, Screen screen, SvcmgrLine line) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /** Cuts a link for a while. */
    void linkCut() throws Failure {
        play("drill link-cut", yes -> new AskedDrill("link-cut", "", line.link, "",
                line.lasts.toMillis(), yes, line.dryRun));
    }

    /** Moves a service and back. */
    void switchAndBack(String service) throws Failure {
        play(service + ": drill switch-and-back", yes -> new AskedDrill("switch-and-back",
                service, "", line.to, 0, yes, line.dryRun));
    }

    /** What is asked for, agreed to or not. */
    private interface Wanted {
        AskedDrill with(boolean yes);
    }

    private void play(String what, Wanted wanted) throws Failure {
        Outcome begun = Consent.with(screen, line.yes, yes -> Agent.read(agent.anywhere("POST",
                PATH, Map.of(), Shapes.write(wanted.with(yes))), Outcome.class));
        if (begun.state().equals("plan")) {
            screen.show(begun.follows());
            return;
        }
        screen.progress(what + ": it is on, and goes on without this command: svcmgr drills");
        Outcome end = followed(begun);
        over(what, end, end.state().equals("reached"), "ok, ");
    }

    /** Has the one that is on end; that it then does is what is wanted. */
    void end() throws Failure {
        Outcome told = Agent.read(agent.anywhere("POST", PATH + "/end", Map.of(), ""),
                Outcome.class);
        screen.progress("drills end: " + told.detail());
        Outcome end = followed(told);
        over("drills end", end, end.state().equals("reached")
                || end.detail().startsWith(REVERTED), "");
    }

    private Outcome followed(Outcome begun) throws Failure {
        return Patience.until(line.time.plus(line.lasts), begun,
                one -> one.state().equals("pending"), () -> Agent.read(agent.anywhere("GET",
                        PATH + "/" + begun.id(), Map.of("wait", Long.toString(TURN.toSeconds())),
                        ""), Outcome.class));
    }

    private void over(String what, Outcome end, boolean fine, String how) throws Failure {
        if (fine) {
            screen.show(what + ": " + how + end.detail() + "\n");
            screen.show(end.follows());
            return;
        }
        switch (end.state()) {
            case "pending" -> throw Failure.of(what + ": expected its end within "
                    + DurationText.text(line.time) + ", got: it is still on", "svcmgr drills");
            default -> throw new Failure(Failure.FAILED, what + ": " + end.detail(),
                    end.follows(), "svcmgr drills; svcmgr timeline");
        }
    }

    /** The last ones of all nodes, oldest first. */
    void table() throws Failure {
        String json = agent.anywhere("GET", PATH, Map.of(), "");
        if (line.formatted()) {
            screen.show(line.shown(json));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("begun", "on", "drill", "of", "by", "result", "took", "moved",
                "downtime", "how"));
        Shapes.list(json, DrillText.class).forEach(one -> rows.add(List.of(when(one.at()),
                one.node(), one.drill(), one.of(), one.author(), one.result(), one.took(),
                one.moved(), one.downtime(), one.detail())));
        screen.show(NodeTable.of(rows, 10));
    }

    private static String when(String at) {
        return at.length() < 19 ? at : at.substring(0, 10) + " " + at.substring(11, 19);
    }
}
