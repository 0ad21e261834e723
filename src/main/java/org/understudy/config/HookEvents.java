package org.understudy.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.understudy.model.Near;
import org.understudy.model.Status;

/** The names of events, for who mistypes one; a test holds them to what the agent writes down. */
final class HookEvents {
    /** The second words by the first; an event of one word has none. */
    private static final Map<String, Set<String>> ALL = all();

    private HookEvents() {
    }

    private static Map<String, Set<String>> all() {
        Map<String, Set<String>> all = new TreeMap<>();
        for (String line : List.of("action begin end",
                "agent begin ready renewed unanswered unseen",
                "cluster cleared frozen leaving left left_early not_left thawed",
                "concurrency_violation", "config conflict copy_failed copy_lost deleted forgotten"
                + " generations_lost last_good left loaded mended not_given not_taken refused"
                + " restart_needed settled taken versions_lost warning", "conflict unseen",
                "decision", "double_start", "drill begun ended",
                "fence asked begin confirmed end failed reboot test unknown vouched",
                "instance changed", "journal dropped gap writing", "key loaded refused",
                "link refused", "memory failed", "node draining frozen idle init left maintenance"
                + " not_left not_rebooted reboot rejoin reset reset_failed shutting stalled thawed",
                "peer alive asked away awaited left silent", "pill ignored taken unanswered unread",
                "request failed pending reached refused", "resource log", "rollback begin end",
                "run begin end", "service frozen loaded thawed", "step begin end held",
                "vote answers given refused silent", "watchdog armed failed left off stays")) {
            List<String> words = Arrays.asList(line.split(" "));
            all.put(words.get(0), new TreeSet<>(words.subList(1, words.size())));
        }
        Arrays.stream(Status.values()).map(status -> status.word().replace(' ', '_'))
                .forEach(all.get("service")::add);
        return Collections.unmodifiableMap(all);
    }

    /** Every name. */
    static Collection<String> names() {
        List<String> names = new ArrayList<>();
        ALL.forEach((first, seconds) -> {
            if (seconds.isEmpty()) {
                names.add(first);
            }
            seconds.forEach(second -> names.add(first + "." + second));
        });
        return names;
    }

    /** What is wrong with a name of which {@code *} may be a part; empty when it may happen. */
    static String oddity(String name) {
        String first = name.split("\\.")[0];
        String pattern = name.replace(".", "\\.").replace("*", ".*");
        if (names().stream().anyMatch(one -> one.matches(pattern))) {
            return "";
        }
        Set<String> seconds = ALL.get(first);
        return "no event is called " + name + (seconds == null ? first.contains("*") ? ""
                : Near.among(first, ALL.keySet()) : seconds.isEmpty()
                ? ", did you mean " + first + "?" : Near.among(name, seconds.stream()
                        .map(second -> first + "." + second).toList()));
    }
}
