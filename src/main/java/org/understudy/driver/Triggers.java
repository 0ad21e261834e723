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

/** The commands a file wants run before and after a start or a stop. */
final class Triggers {
    private static final Type<String> LINE = Types.of("a command line", Triggers::line);
    private static final String SHELL_SIGNS = ".*[|&;<>()$`*?~\"'\\\\].*";

    static final Keywords KEYS = new Keywords(declared());

    private final Section section;
    private final Site site;

    Triggers(Section section, Site site) {
        this.section = section;
        this.site = site;
    }

    /** Whether there is any for this action. */
    boolean any(String action) {
        return KEYS.all().stream().anyMatch(keyword -> keyword.name().endsWith("_" + action)
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
                "OPENSVC_ACTION", name.replaceFirst(".*_", "")), Optional.empty()));
        if (!result.ok() && name.startsWith("blocking_")) {
            throw site.failure(name + " " + line.get(), "exit 0", result.summary());
        }
        if (result.ending() == Result.Ending.MISSING) {
            site.warn(name + ": " + result.summary());
        }
    }

    private Optional<String> command(String name) {
        return KEYS.find(name).flatMap(section::find).map(Object::toString);
    }

    /** A shell's only where the line needs one. */
    private static List<String> argv(String line) {
        return line.matches("(?s)" + SHELL_SIGNS) ? List.of("/bin/sh", "-c", line)
                : Types.WORDS.parse(line);
    }

    private static List<Keyword<?>> declared() {
        List<Keyword<?>> all = new ArrayList<>();
        for (String action : List.of("start", "stop")) {
            all.add(trigger("pre_" + action, "run before its " + action
                    + "; a failure is written down"));
            all.add(trigger("blocking_pre_" + action, "run before its " + action
                    + ", which fails if this does"));
            all.add(trigger("post_" + action, "run after its " + action
                    + "; a failure is written down"));
            all.add(trigger("blocking_post_" + action, "run after its " + action
                    + ", which fails if this does"));
        }
        return all;
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
