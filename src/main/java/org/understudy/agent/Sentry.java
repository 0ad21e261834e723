package org.understudy.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.understudy.config.ConfigException;
import org.understudy.heartbeat.Dropped;
import org.understudy.heartbeat.KeyFile;
import org.understudy.heartbeat.LinkState;
import org.understudy.heartbeat.Reason;

/**
 * Looks now and then at what the links had to drop and at the file of keys, and writes down what
 * an operator should know: each kind once, and again whenever there is ten times as much of it.
 */
final class Sentry implements Runnable {
    static final Duration PERIOD = Duration.ofSeconds(2);

    private static final int MORE = 10;
    /** Looks for which what was found is still news: a minute. */
    private static final int LATELY = 30;
    /** Notices at once. */
    private static final int MOST = 5;

    private final Supplier<List<Dropped>> dropped;
    private final KeyFile keys;
    private final Chronicle chronicle;
    private final Supplier<List<LinkState>> links;
    private final Map<String, Long> said = new HashMap<>();
    private final Map<String, Growth> growths = new TreeMap<>();
    private volatile List<String> notices = List.of();
    private long round;

    /** How much there was at a look that found more than the one before. */
    private record Growth(long count, long round) {
    }

    Sentry(Supplier<List<Dropped>> dropped, Supplier<List<LinkState>> links, KeyFile keys,
            Chronicle chronicle) {
        this.dropped = dropped;
        this.links = links;
        this.keys = keys;
        this.chronicle = chronicle;
    }

    @Override
    public void run() {
        round++;
        List<Dropped> all = dropped.get();
        all.forEach(this::tell);
        notices = Stream.concat(links.get().stream().flatMap(link -> link.trouble().stream()
                .map(trouble -> link.name() + " " + trouble)), intruders(all)).limit(MOST)
                .toList();
        look();
    }

    /** Looks at the keys now; why they cannot be used, if they changed to that. */
    List<String> look() {
        try {
            if (keys.look()) {
                chronicle.write("key.loaded", "keys", keys.keys());
            }
            return List.of();
        } catch (ConfigException refused) {
            refused.problems().forEach(problem -> chronicle.write("key.refused", "problem",
                    problem, "effect", "the keys of before stay in force"));
            return refused.problems().stream().map(Object::toString).toList();
        }
    }

    /** What every status says: links that do not work, and whoever is on them lately. */
    List<String> notices() {
        return notices;
    }

    private Stream<String> intruders(List<Dropped> all) {
        for (Dropped one : all) {
            String what = one.link() + " " + one.source() + ": " + one.reason().words();
            Growth before = growths.get(what);
            if (lasting(one.reason()) && (before == null || before.count() < one.count())) {
                growths.put(what, new Growth(one.count(), round));
            }
        }
        return growths.entrySet().stream()
                .filter(one -> round - one.getValue().round() <= LATELY)
                .map(Map.Entry::getKey);
    }

    /** Whether it does not end by itself, as what a restart leaves does. */
    private static boolean lasting(Reason reason) {
        return switch (reason) {
            case VERSION, FOREIGN, STRANGER, SELF, ADDRESS, WRONG_KEY, DAMAGED, TWIN -> true;
            case NOISE, UNSEALED, REPLAY, STALE, UNPROVEN, TORN, INBOX, UNTOLD, DRILL -> false;
        };
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
            case UNPROVEN, NOISE, REPLAY, STALE, TORN, UNTOLD -> MORE;
            case UNSEALED, VERSION, FOREIGN, STRANGER, SELF, ADDRESS, WRONG_KEY, DAMAGED,
                    TWIN, INBOX -> 1;
            case DRILL -> Long.MAX_VALUE; // the drill's own entries say it
        };
    }
}
