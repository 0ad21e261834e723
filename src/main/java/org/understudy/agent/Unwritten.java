package org.understudy.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Moment;

/**
 * Which of the agent's own files cannot be written: told once, and again when it is for another
 * reason or an hour later; known to every status until it is mended. For all threads, none of which
 * waits for a file here.
 */
final class Unwritten {
    private static final Duration AGAIN = Duration.ofHours(1);

    private final Clock clock;
    private final Chronicle chronicle;
    private final SortedMap<Path, Trouble> troubles = new TreeMap<>();

    private record Trouble(String detail, Moment told) {
    }

    Unwritten(Clock clock, Chronicle chronicle) {
        this.clock = clock;
        this.chronicle = chronicle;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    /** This one could not be written just now. */
    void failed(Path file, Exception why) {
        if (isNews(file, why.toString())) {
            chronicle.write("config.copy_failed", "file", file, "detail", why);
        }
    }

    private synchronized boolean isNews(Path file, String detail) {
        Trouble last = troubles.get(file);
        Moment now = clock.now();
        boolean news = last == null || !last.detail().equals(detail)
                || now.since(last.told()).compareTo(AGAIN) >= 0;
        if (news) {
            troubles.put(file, new Trouble(detail, now));
        }
        return news;
    }

    /** This one is as it should be. */
    synchronized void written(Path file) {
        troubles.remove(file);
    }

    /** Whether something is to be tried again. */
    synchronized boolean any() {
        return !troubles.isEmpty();
    }

    /** What a restart of this agent would forget; empty when there is nothing. */
    synchronized Optional<String> notice() {
        int more = troubles.size() - 1;
        return troubles.entrySet().stream().findFirst().map(one -> one.getKey()
                + " cannot be written, so a restart of this agent may go by what it said before: "
                + one.getValue().detail() + (more > 0 ? " (and " + more + " more)" : ""));
    }
}
