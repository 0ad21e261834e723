package org.understudy.driver;

import static org.understudy.config.Keyword.optional;
import static org.understudy.config.Keyword.required;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.ResourceKeywords;
import org.understudy.config.Type;
import org.understudy.config.Types;
import org.understudy.model.Schedule;

/** What {@code [sync#…]} sections of type rsync say. */
final class SyncKeys {
    private static final Type<Duration> AGE = Types.of("a duration with a unit such as 2h, where"
            + " a bare number of older files means minutes", Types.DURATION::parse);
    private static final Pattern SPEED = Pattern.compile(
            "(\\d{1,9})\\s*(?:([kmg])(?:i?b)?(?:/s|ps)?)?");

    static final Keyword<List<String>> SRC = required("src", sources(),
            "what is copied: files and directories, with * and ? if need be").like("/srv/web/");
    static final Keyword<Path> DST = required("dst", Types.PATH,
            "where it goes to on the other nodes").unscoped();
    static final Keyword<List<String>> TARGET = required("target", targets(),
            "which other nodes get it").unscoped().like("nodes");
    static final Keyword<Path> DSTFS = optional("dstfs", Types.PATH,
            "a node gets nothing unless a filesystem is mounted here on it").unscoped();
    static final Keyword<List<String>> OPTIONS = optional("options", Types.SHLEX,
            "further options of rsync").or("").like("--exclude=*.tmp");
    static final Keyword<Boolean> RESET_OPTIONS = optional("reset_options", Types.BOOLEAN,
            "whether options replace rsync's usual ones here").or("false");
    static final Keyword<Integer> BWLIMIT = optional("bwlimit", Types.of(
            "KiB per second such as 5000, or 5mb/s", SyncKeys::speed),
            "how fast it may copy").unscoped();
    static final Keyword<Schedule> SCHEDULE = optional("schedule", Types.SCHEDULE,
            "when it runs by itself; default: sync_schedule").leaf().unscoped();
    static final Keyword<Schedule> SYNC_SCHEDULE = optional("sync_schedule", Types.SCHEDULE,
            "when syncs run that have no schedule of their own").or("04:00-06:00@121").leaf();
    static final Keyword<Duration> INTERVAL = optional("sync_interval", AGE,
            "a copy that is younger is not made anew; 0s: never by itself")
            .alias("sync_min_delay").unscoped();
    static final Keyword<Duration> MAX_DELAY = optional("sync_max_delay", AGE,
            "a copy that is older is a warning").or("1d3h").unscoped();
    static final Keyword<Duration> TIMEOUT = optional("timeout", Types.DURATION,
            "a run that takes longer is ended and has failed").or("4h");
    static final Keywords KEYS = Keywords.of(SRC, DST, TARGET, DSTFS, OPTIONS, RESET_OPTIONS,
            BWLIMIT, SCHEDULE, INTERVAL, MAX_DELAY, TIMEOUT, ResourceKeywords.OPTIONAL.or("true"));

    private SyncKeys() {
    }

    private static Type<List<String>> sources() {
        return Types.of("absolute paths separated by blanks such as /srv/web/", text -> {
            List<String> paths = Types.WORDS.parse(text);
            if (paths.isEmpty() || paths.stream().anyMatch(path -> !path.startsWith("/"))) {
                throw new IllegalArgumentException(text);
            }
            return paths;
        });
    }

    private static Type<List<String>> targets() {
        return Types.of("nodes, drpnodes or both", text -> {
            List<String> words = Types.WORDS.parse(text.toLowerCase(Locale.ROOT)).stream()
                    .sorted().distinct().toList();
            if (words.isEmpty() || !List.of("drpnodes", "nodes").containsAll(words)) {
                throw new IllegalArgumentException(text);
            }
            return words;
        });
    }

    private static Integer speed(String text) {
        Matcher found = SPEED.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!found.matches()) {
            throw new IllegalArgumentException(text);
        }
        int number = Integer.parseInt(found.group(1));
        String unit = found.group(2) == null ? "k" : found.group(2);
        return Math.multiplyExact(number, unit.equals("k") ? 1 : unit.equals("m") ? 1024
                : 1024 * 1024);
    }
}
