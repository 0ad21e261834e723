package org.understudy.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.config.Types;
import org.understudy.exec.Deadline;

/** What {@code [app#…]} sections say, whichever way the application runs. */
final class AppKeys {
    static final Keyword<String> SCRIPT = Keyword.optional("script", Types.NAME,
            "launcher that takes start, stop and status; a bare name is looked up in <svc>.d")
            .like("/etc/init.d/web");
    static final Keyword<String> START = Keyword.optional("start", Types.TEXT,
            "true for <script> start, or a command line").or("false");
    static final Keyword<String> STOP = Keyword.optional("stop", Types.TEXT,
            "true for <script> stop, or a command line").or("false");
    static final Keyword<String> CHECK = Keyword.optional("check", Types.TEXT,
            "true for <script> status, or a command line").or("false");
    static final Keyword<Duration> TIMEOUT = Keyword.optional("timeout", Types.DURATION,
            "limit of each action that has none of its own");
    static final Keyword<Duration> START_TIMEOUT = Keyword.optional("start_timeout",
            Types.DURATION, "limit of a start; default: timeout, or 2m");
    static final Keyword<Duration> STOP_TIMEOUT = Keyword.optional("stop_timeout",
            Types.DURATION, "limit of a stop; default: timeout, or 2m");
    static final Keyword<Duration> CHECK_TIMEOUT = Keyword.optional("check_timeout",
            Types.DURATION, "limit of a check; default: timeout, or 10s");
    static final Keyword<Retcodes> RETCODES = Keyword.optional("retcodes", Retcodes.TYPE,
            "what the exit codes of a check mean").or("0:up 1:down");
    static final Keyword<Boolean> STATUS_LOG = Keyword.optional("status_log", Types.BOOLEAN,
            "whether the status shows what a check says").or("false");
    static final Keyword<String> KILL = Keyword.optional("kill",
            Types.oneOf("parent", "tree"), "which processes of a simple app a stop signals")
            .or("parent");
    static final Keywords FORKING = Keywords.of(SCRIPT, START, STOP, CHECK, TIMEOUT,
            START_TIMEOUT, STOP_TIMEOUT, CHECK_TIMEOUT, RETCODES).and(RunAs.KEYS);
    /** Of those whose check is a command of theirs. */
    static final Keywords CHECKED = FORKING.and(Keywords.of(STATUS_LOG));
    static final Keywords SIMPLE = FORKING.and(Keywords.of(KILL));

    private final Section section;
    private final Site site;
    private final RunAs runAs;

    AppKeys(Section section, Site site) {
        this.section = section;
        this.site = site;
        this.runAs = new RunAs(section, site);
    }

    /** The command of an action, if the file asks for one; shell text only where the user's is. */
    Optional<List<String>> command(Keyword<String> keyword, String verb) {
        String value = section.get(keyword).strip();
        if (section.find(SCRIPT).isPresent() && value.matches("\\d+")) {
            value = "true"; // older files: a number that orders the launchers
        }
        if (value.isEmpty() || isTruth(value) && !Types.BOOLEAN.parse(value)) {
            return Optional.empty();
        }
        return Optional.of(runAs.argv(isTruth(value) ? List.of(script().toString(), verb)
                : List.of("/bin/sh", "-c", value)));
    }

    private static boolean isTruth(String value) {
        return value.matches("(?i)true|t|yes|y|1|false|f|no|n|0|none");
    }

    /** The launcher. */
    Path script() {
        String script = section.find(SCRIPT).orElseThrow(() -> site.failure(
                "run the launcher", "the keyword script", "none"));
        Path directory = site.file().path().toAbsolutePath().getParent()
                .resolve(site.service() + ".d");
        return script.startsWith("/") ? Path.of(script) : directory.resolve(script);
    }

    /** The launcher, the user and the directory; what a shell line needs, nobody can tell. */
    List<Lack> lacks(Deadline deadline) throws InterruptedException {
        List<Lack> lacks = new ArrayList<>();
        if (section.find(SCRIPT).isPresent()) {
            new Own(site).file("the executable", script(), "-x", deadline).ifPresent(lacks::add);
        }
        lacks.addAll(runAs.lacks(deadline));
        return lacks;
    }

    Map<String, String> environment() {
        return runAs.environment();
    }

    Duration limit(Keyword<Duration> keyword, Duration preset) {
        return section.find(keyword).or(() -> section.find(TIMEOUT)).orElse(preset);
    }
}
