package org.understudy.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.understudy.config.ConfigException;
import org.understudy.heartbeat.Dropped;
import org.understudy.heartbeat.KeyFile;
import org.understudy.heartbeat.Reason;

/**
 * Looks now and then at what the links had to drop and at the file of keys, and writes down what
 * an operator should know: each kind once, and again whenever there is ten times as much of it.
 */
final class Sentry implements Runnable {
    static final Duration PERIOD = Duration.ofSeconds(2);

    private static final int MORE = 10;

    private final Supplier<List<Dropped>> dropped;
    private final KeyFile keys;
    private final Chronicle chronicle;
    private final Map<String, Long> said = new HashMap<>();

    Sentry(Supplier<List<Dropped>> dropped, KeyFile keys, Chronicle chronicle) {
        this.dropped = dropped;
        this.keys = keys;
        this.chronicle = chronicle;
    }

    @Override
    public void run() {
        dropped.get().forEach(this::tell);
        try {
            if (keys.look()) {
                chronicle.write("key.loaded", "keys", keys.keys());
            }
        } catch (ConfigException refused) {
            refused.problems().forEach(problem -> chronicle.write("key.refused", "problem",
                    problem, "effect", "the keys of before stay in force"));
        }
    }

    private void tell(Dropped one) {
        String what = one.link() + " " + one.source() + " " + one.reason();
        if (one.count() < said.getOrDefault(what, least(one.reason()))) {
            return;
        }
        long next = 1;
        while (next <= one.count()) {
            next *= MORE;
        }
        said.put(what, next);
        chronicle.write("link.refused", "link", one.link(), "source", one.source(), "count",
                one.count(), "reason", one.reason().words());
    }

    /** From how many on it is worth a word: every life begins with some that are not proven. */
    private static long least(Reason reason) {
        return switch (reason) {
            case UNPROVEN, NOISE, REPLAY, TORN -> MORE;
            case UNSEALED, VERSION, FOREIGN, STRANGER, SELF, ADDRESS, WRONG_KEY, DAMAGED,
                    TWIN, INBOX -> 1;
        };
    }
}
