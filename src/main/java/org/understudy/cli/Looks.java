package org.understudy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.understudy.model.Status;
import org.understudy.wire.JournalLine;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;

/** The actions that only look. */
final class Looks {
    private static final int BATCH = 500;
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;

    Looks(Agent agent, Screen screen, SvcmgrLine line) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    void tree(String service) throws Failure {
        screen.show(StatusTree.of(agent.live(service)));
    }

    /** One service's status as JSON, or an object with one field per service. */
    void json(List<String> services) throws Failure {
        if (services.size() == 1) {
            screen.show(Shapes.indent(agent.liveJson(services.get(0))) + "\n");
            return;
        }
        List<String> fields = new ArrayList<>();
        for (String service : services) {
            fields.add(Shapes.write(service) + ":" + agent.liveJson(service));
        }
        screen.show(Shapes.indent("{" + String.join(",", fields) + "}") + "\n");
    }

    /** Shows the overall status of all of them together. */
    int status(List<String> services) throws Failure {
        Status all = Status.UNDEF;
        for (String service : services) {
            all = all.merge(word(agent.live(service)));
        }
        screen.show(all.word() + "\n");
        return all.code();
    }

    private static Status word(ServiceStatus service) throws Failure {
        try {
            return Status.of(service.overall());
        } catch (IllegalArgumentException e) {
            throw Failure.of(service.name() + ": " + e.getMessage(), "svcmgr --version");
        }
    }

    void explain(String service) throws Failure {
        screen.show(Explanation.of(agent.live(service)));
    }

    void config(String service) throws Failure {
        screen.show(agent.config(service));
    }

    void nodes() throws Failure {
        if (line.json()) {
            screen.show(Shapes.indent(agent.nodesJson()) + "\n");
        } else {
            screen.show(NodeTable.of(agent.nodes()));
        }
    }

    /** The journal from {@code --after} to its end, or for ever with {@code --follow}. */
    void timeline() throws Failure {
        JournalLine before = null;
        long after = line.after;
        Duration wait = Duration.ZERO;
        boolean more = true;
        while (more) {
            List<JournalLine> batch = agent.journal(after, BATCH, wait);
            before = tell(batch, before);
            more = (batch.size() == BATCH || line.follow) && !screen.unread();
            wait = batch.size() == BATCH ? Duration.ZERO : WAIT;
            if (!batch.isEmpty()) {
                after = batch.get(batch.size() - 1).number();
            } else if (after < 0) {
                after = 0;
            }
        }
    }

    private JournalLine tell(List<JournalLine> batch, JournalLine last) {
        int width = batch.stream().mapToInt(entry -> entry.node().length()).max().orElse(0);
        JournalLine before = last;
        for (JournalLine entry : batch) {
            if (line.services.isEmpty()
                    || line.services.contains(entry.facts().getOrDefault("service", ""))) {
                screen.show((line.json() ? Shapes.write(entry)
                        : JournalText.timeline(entry, before, width)) + "\n");
                before = entry;
            }
        }
        return before;
    }
}
