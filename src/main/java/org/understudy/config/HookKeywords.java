package org.understudy.config;

import static org.understudy.config.Keyword.optional;
import static org.understudy.config.Keyword.required;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The keywords of {@code [hook#name]}. */
final class HookKeywords {
    private static final int MOST_A_MINUTE = 600;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    static final Keyword<List<String>> EVENTS = required("events", Types.of("names of events with"
            + " commas between them, such as service.up,fence.* or *", HookKeywords::events),
            "which of this node's own; service.up, service.down and so on are changes of a status")
            .like("service.down,fence.*");
    static final Keyword<List<String>> COMMAND = required("command", Types.SHLEX,
            "run for each of them, with the event as JSON on stdin")
            .like("/etc/understudy/alert --mail ops");
    static final Keyword<Duration> TIMEOUT = optional("timeout", Types.of(
            "a duration above 0s, of at most 10m", HookKeywords::timeout),
            "a command that takes longer is ended").or("10s");
    static final Keyword<Integer> MAX_PER_MINUTE = optional("max_per_minute", Types.of(
            "a whole number from 1 to " + MOST_A_MINUTE, HookKeywords::often),
            "events beyond that are left out, and counted").or("60");
    static final Keyword<Duration> THROTTLE = optional("throttle", Types.DURATION,
            "for so long, the same event of the same service is left out, and counted").or("0s");

    static final Keywords ALL = Keywords.of(EVENTS, COMMAND, TIMEOUT, MAX_PER_MINUTE, THROTTLE,
            ResourceKeywords.COMMENT);

    private HookKeywords() {
    }

    private static List<String> events(String text) {
        List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        for (String name : names) {
            if (!name.matches("[a-z_*]+(\\.[a-z_/*]+)?")) {
                throw new IllegalArgumentException(text);
            }
        }
        return names;
    }

    private static Duration timeout(String text) {
        Duration time = FenceKeywords.positive(text);
        if (time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(text);
        }
        return time;
    }

    private static Integer often(String text) {
        int number = Types.COUNT.parse(text);
        if (number < 1 || number > MOST_A_MINUTE) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }
}
