package org.understudy.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.understudy.api.ApiClient;
import org.understudy.api.ApiException;
import org.understudy.wire.JournalLine;

/** What this node's agent tells as it happens. */
record AgentEvents(ApiClient client) {
    /** A stream has a heartbeat every 10 s. */
    private static final Duration SILENCE = Duration.ofSeconds(25);

    /**
     * Hands on what follows that number, then what comes, until told to stop.
     *
     * @return why it has ended
     */
    String follow(long after, List<String> services, Predicate<JournalLine> taken)
            throws Failure {
        String about = services.isEmpty() ? ""
                : "&services=" + Agent.encoded(String.join(",", services));
        return told("?after=" + after + about, taken);
    }

    /** Runs that for each line from now on, until the agent ends. */
    void each(Runnable then) throws Failure {
        told("", line -> {
            then.run();
            return true;
        });
    }

    private String told(String query, Predicate<JournalLine> taken) throws Failure {
        try {
            Agent.good(client.follow("/v1/events" + query, SILENCE, taken));
            return "the agent has ended";
        } catch (ApiException e) {
            if (e.kind() == ApiException.Kind.NO_PERMISSION) {
                throw Agent.unanswered(e);
            }
            return e.getMessage();
        }
    }
}
