package org.understudy.cli;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.understudy.wire.JournalLine;
import org.understudy.wire.ServiceStatus;

/** Shows what becomes of a service while somebody waits for it. */
final class Following {
    private static final int BATCH = 500;

    private final Agent agent;
    private final Screen screen;
    private final String service;
    private long seen;
    private String step = "";

    /** From now on. */
    Following(Agent agent, Screen screen, String service) throws Failure {
        this.agent = agent;
        this.screen = screen;
        this.service = service;
        List<JournalLine> last = agent.journal(-1, 1, Duration.ZERO);
        this.seen = last.isEmpty() ? 0 : last.get(last.size() - 1).number();
    }

    /** Waits for news in the journal, at most so long. */
    void await(Duration time) throws Failure {
        List<JournalLine> news = agent.journal(seen, BATCH, time);
        seen = news.isEmpty() ? seen : news.get(news.size() - 1).number();
    }

    /** Shows what the journal has about the service since. */
    void tell() throws Failure {
        for (JournalLine entry : agent.journal(seen, BATCH, Duration.ZERO)) {
            seen = Math.max(seen, entry.number());
            if (service.equals(entry.facts().get("service")) && JournalText.isProgress(entry)) {
                screen.progress(JournalText.progress(entry));
            }
        }
    }

    /** Where it is by now: on a terminal each time, elsewhere a line for each long step. */
    void running() throws Failure {
        List<ServiceStatus.Doing> now = agent.services(List.of(service)).stream()
                .flatMap(one -> one.running().stream()).toList();
        String last = step;
        step = now.stream().map(one -> one.what() + one.rid()).collect(Collectors.joining(" "));
        String words = now.stream().map(ServiceStatus.Doing::words)
                .collect(Collectors.joining("; "));
        if (!words.isEmpty() && !screen.board().terminal() && !step.equals(last)) {
            screen.progress(service + ": " + words);
        }
        screen.passing(words.isEmpty() ? "" : service + ": " + words);
    }
}
