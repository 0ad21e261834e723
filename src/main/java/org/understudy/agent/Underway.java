package org.understudy.agent;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.exec.Deadline;
import org.understudy.wire.Outcome;

/** The drill of this node that is on, one at a time, and how the last ones ended. */
final class Underway {
    private static final int KEPT = 16;

    private final Map<String, Outcome> ended = new LinkedHashMap<>();
    private String id = "";
    private String words = "";
    private Optional<String> ender = Optional.empty();

    /** What every status says while one is on. */
    synchronized Optional<String> notice() {
        return id.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    synchronized boolean is(String drill) {
        return id.equals(drill);
    }

    /**
     * Takes the turn.
     *
     * @throws Refusal while another one has it
     */
    synchronized void begin(String drill, String said) {
        if (!id.isEmpty()) {
            throw new Refusal(409, "another drill is on: " + words, "svcmgr drills");
        }
        id = drill;
        words = said;
        ender = Optional.empty();
    }

    /**
     * Has the one that is on end as soon as it can.
     *
     * @return it, pending
     * @throws Refusal when none is on
     */
    synchronized Outcome endEarly(String author) {
        if (id.isEmpty()) {
            throw new Refusal(409, "expected a drill of this node that is on, got none",
                    "svcmgr drills tells the node; svcmgr drills end --node <node>");
        }
        ender = ender.or(() -> Optional.of(author));
        return new Outcome(id, "pending", "cluster", words);
    }

    /** Who wants the one that is on to end early. */
    synchronized Optional<String> ender() {
        return ender;
    }

    synchronized void end(Outcome outcome) {
        ended.put(outcome.id(), outcome);
        ended.keySet().removeAll(List.copyOf(ended.keySet())
                .subList(0, Math.max(0, ended.size() - KEPT)));
        id = "";
        notifyAll();
    }

    /** How it stands with a drill, as soon as it has ended or after that time. */
    synchronized Outcome outcome(String drill, Duration patience) throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        while (id.equals(drill) && !deadline.passed()) {
            wait(Math.max(1, deadline.left().toMillis()));
        }
        if (!id.equals(drill) && !ended.containsKey(drill)) {
            throw new Refusal(404, "no drill " + drill + " is known: only the last ones are kept",
                    "svcmgr drills");
        }
        return ended.getOrDefault(drill, new Outcome(drill, "pending", "cluster", words));
    }
}
