package org.understudy.cli;

import java.time.Duration;
import java.util.List;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Shapes;

/** What one node's agent wrote, about services or at all: {@code logs}. */
final class Logs {
    private static final int MOST = 3000;
    private static final int PRESET = 100;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;
    private long told;

    Logs(Agent agent, Screen screen, SvcmgrLine line) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /** What there is, and what comes where that is asked for. */
    void show() throws Failure {
        if (line.lines != null && (line.lines < 0 || line.lines > MOST)) {
            throw Failure.usage("logs: -n: expected 0 to " + MOST + " lines, got " + line.lines,
                    "svcmgr logs -n 20");
        }
        if (line.formatted() && !line.format.equals("json")) {
            throw Failure.usage("logs: --format: expected json, got " + line.format,
                    "svcmgr timeline --format " + line.format);
        }
        if (line.follow && !line.node.isEmpty()) {
            throw Failure.usage("logs: --follow: expected this node's own, got --node "
                    + line.node, "svcmgr timeline --follow --node " + line.node);
        }
        List<JournalLine> last = agent.journal(-1, 1, Duration.ZERO);
        if (!last.isEmpty()) {
            told = last.get(0).number();
            past(last.get(0).node());
        }
        if (line.follow) {
            follow();
        }
    }

    private void past(String node) throws Failure {
        int preset = line.since.isEmpty() ? PRESET : MOST;
        int limit = line.lines == null ? preset : line.lines;
        if (limit > 0) {
            long last = told;
            List<JournalLine> lines = agent.logs(line.since, line.services, node, limit);
            if (lines.isEmpty()) {
                Looks.require(agent, line.services, "");
            }
            lines.forEach(this::tell);
            told = Math.max(told, last);
        }
    }

    /** An agent that ends is waited for; its next life numbers on. */
    private void follow() throws Failure {
        boolean away = false;
        while (!screen.unread()) {
            long before = told;
            String end = agent.events().follow(told, line.services, entry -> {
                tell(entry);
                return !screen.unread();
            });
            away &= before == told;
            if (!away && !screen.unread()) {
                screen.progress(screen.program() + ": " + end + "; waits for the agent, then goes"
                        + " on after line " + told);
            }
            away = true;
            Patience.pause(PAUSE);
        }
    }

    private void tell(JournalLine entry) {
        told = entry.number();
        screen.show((line.formatted() ? Shapes.write(entry) : JournalText.log(entry)) + "\n");
    }
}
