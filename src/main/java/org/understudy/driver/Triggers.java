package org.understudy.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.config.Type;
import org.understudy.config.Types;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * The commands a file wants run before and after a start or a stop.
 *
 * @param keys those its section may have
 */
record Triggers(Section section, Site site, Keywords keys) {
    private static final Type<String> LINE = Types.of("a command line", Triggers::line);
    private static final String SHELL_SIGNS = ".*[|&;<>()$`*?~\"'\\\\].*";

    static final Keywords KEYS = of("start", "start").and(of("stop", "stop"));

    /** Whether there is any for this action. */
    boolean any(String action) {
        return keys.all().stream().anyMatch(keyword -> keyword.name().endsWith("_" + action)
                && section.find(keyword).isPresent());
    }

    /**
     * Runs {@code pre_…}, then {@code blocking_pre_…}.
     *
     * @throws DriverException when the blocking one failed: the action must not follow
     */
    void before(String action, Deadline deadline) throws InterruptedException {
        run("pre_" + action, deadline);
        run("blocking_pre_" + action, deadline);
    }

    /** As {@link #before}, after the action. */
    void after(String action, Deadline deadline) throws InterruptedException {
        run("post_" + action, deadline);
        run("blocking_post_" + action, deadline);
    }

    private void run(String name, Deadline deadline) throws InterruptedException {
        Optional<String> line = command(name);
        if (line.isEmpty()) {
            return;
        }
        Result result = site.act(new Command(argv(line.get()), deadline, Map.of(
                "OPENSVC_SVCNAME", site.service().value(), "OPENSVC_RID", site.rid().value(),
                "OPENSVC_ACTION", name.replaceFirst("(blocking_)?(pre|post)_", "")),
                Optional.empty()));
        if (!result.ok() && name.startsWith("blocking_")) {
            throw site.failure(name + " " + line.get(), "exit 0", result.summary());
        }
        if (result.ending() == Result.Ending.MISSING) {
            site.warn(name + ": " + result.summary());
        }
    }

    private Optional<String> command(String name) {
        return keys.find(name).flatMap(section::find).map(Object::toString);
    }

    /** A shell's only where the line needs one. */
    private static List<String> argv(String line) {
        return line.matches("(?s)" + SHELL_SIGNS) ? List.of("/bin/sh", "-c", line)
                : Types.WORDS.parse(line);
    }

    /**
     * Those around one action.
     *
     * @param older how older files spell the action
     */
    static Keywords of(String action, String older) {
        List<Keyword<?>> all = new ArrayList<>();
        for (String when : List.of("pre", "post")) {
            String said = (when.equals("pre") ? "run before its " : "run after its ") + action;
            Keyword<String> free = trigger(when + "_" + action,
                    said + "; a failure is written down");
            all.add(older.equals(action) ? free : free.alias(when + "_" + older));
            all.add(trigger("blocking_" + when + "_" + action, said
                    + ", which fails if this does"));
        }
        return new Keywords(all);
    }

    private static Keyword<String> trigger(String name, String help) {
        return Keyword.optional(name, LINE, help).leaf().like("/usr/bin/logger hello");
    }

    private static String line(String text) {
        if (text.isBlank() || text.contains("\n")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
