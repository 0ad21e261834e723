package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.understudy.wire.ServiceStatus;

/**
 * What is done to containers by docker or podman itself: the launcher becomes one of them, with
 * the words that are told to it here.
 */
final class Engines {
    /** The actions that are named like a program; all words behind them are that one's. */
    static final Set<String> PROGRAMS = Set.of("docker", "podman");

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;

    Engines(Agent agent, Screen screen, SvcmgrLine line) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /**
     * How many of its words the launcher drops, then those that take their place, a line each;
     * nothing when no program is meant.
     *
     * @param typed how many words there were, the launcher's own included
     */
    int tell(List<String> services, int typed) throws Failure {
        String service = services.get(0);
        if (services.size() > 1) {
            throw Failure.usage(line.action() + ": expected one service, got " + services,
                    "svcmgr -s " + service + " " + String.join(" ", line.words));
        }
        List<String> told = new ArrayList<>();
        if (line.action().equals("enter")) {
            ServiceStatus.Row box = Details.container(line, agent.live(service));
            told.add(Integer.toString(typed - 1));
            told.addAll(agent.engine(service, "rid=" + Agent.encoded(box.rid())));
            told.addAll(List.of("exec", line.engine, box.label().substring(0,
                    box.label().indexOf('@')), "/bin/sh"));
        } else {
            // The program goes too, and the launcher's own word was not among its words.
            told.add(Integer.toString(typed - line.words.size()));
            told.addAll(agent.engine(service, "program=" + line.action()));
        }
        screen.show(told);
        return 0;
    }

    /** Whether a program, not java, does what was typed. */
    boolean isMeant() {
        return line.action().equals("enter") || PROGRAMS.contains(line.action());
    }

    /** Only the launcher can become the program; java can but name the command. */
    void refuse(String service) throws Failure {
        throw Failure.of(service + ": " + line.action() + " needs the launcher cli/svcmgr",
                String.join(" ", agent.engine(service, "program=" + line.action())) + " "
                + String.join(" ", line.words.subList(1, line.words.size())));
    }
}
