package org.understudy.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.config.Type;
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
    static final Keyword<Map<String, String>> ENVIRONMENT = Keyword.optional("environment",
            pairs(), "variables for its commands: NAME=value …").or("");
    static final Keyword<String> USER = Keyword.optional("user", Types.NAME,
            "whom its commands run as").like("www-data");
    static final Keyword<String> GROUP = Keyword.optional("group", Types.NAME,
            "group its commands run as; default: the user's own").like("www-data");
    static final Keyword<String> UMASK = Keyword.optional("umask", Types.of(
            "permission bits in octal such as 022", AppKeys::mask),
            "what others may not do with the files it makes");
    static final Keyword<Boolean> STATUS_LOG = Keyword.optional("status_log", Types.BOOLEAN,
            "whether the status shows what a check says").or("false");
    static final Keyword<Path> CWD = Keyword.optional("cwd", Types.PATH,
            "directory its commands run in");
    static final Keyword<String> KILL = Keyword.optional("kill",
            Types.oneOf("parent", "tree"), "which processes of a simple app a stop signals")
            .or("parent");
    static final Keywords FORKING = Keywords.of(SCRIPT, START, STOP, CHECK, TIMEOUT,
            START_TIMEOUT, STOP_TIMEOUT, CHECK_TIMEOUT, RETCODES, ENVIRONMENT, USER,
            GROUP, UMASK, CWD).and(Ulimits.KEYS);
    /** Of those whose check is a command of theirs. */
    static final Keywords CHECKED = FORKING.and(Keywords.of(STATUS_LOG));
    static final Keywords SIMPLE = FORKING.and(Keywords.of(KILL));

    private final Section section;
    private final Site site;

    AppKeys(Section section, Site site) {
        this.section = section;
        this.site = site;
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
        return Optional.of(as(isTruth(value) ? List.of(script().toString(), verb)
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

    private List<String> as(List<String> command) {
        List<String> argv = new ArrayList<>(Ulimits.prefix(section));
        if (section.find(USER).isPresent() || section.find(GROUP).isPresent()) {
            argv.addAll(List.of("runuser", "-u", section.find(USER).orElse("root")));
            section.find(GROUP).ifPresent(g -> argv.addAll(List.of("-g", g)));
            argv.add("--");
        }
        section.find(UMASK).ifPresent(m -> argv.addAll(List.of("/bin/sh", "-c",
                "umask " + m + " && exec \"$@\"", "sh")));
        section.find(CWD).ifPresent(d -> argv.addAll(List.of("env", "--chdir=" + d, "--")));
        argv.addAll(command);
        return argv;
    }

    /** The launcher, the user and the directory; what a shell line needs, nobody can tell. */
    List<Lack> lacks(Deadline deadline) throws InterruptedException {
        List<Lack> lacks = new ArrayList<>();
        Own own = new Own(site);
        if (section.find(SCRIPT).isPresent()) {
            own.file("the executable", script(), "-x", deadline).ifPresent(lacks::add);
        }
        if (section.find(CWD).isPresent()) {
            own.file("the directory", section.get(CWD), "-d", deadline).ifPresent(lacks::add);
        }
        Optional<String> user = section.find(USER);
        if (user.isPresent() && !site.answer(deadline, "id", "-u", "--", user.get()).ok()) {
            lacks.add(Lack.of("expected the user " + user.get() + ", got no such user"));
        }
        Optional<String> group = section.find(GROUP);
        if (group.isPresent()
                && !site.answer(deadline, "getent", "group", group.get()).ok()) {
            lacks.add(Lack.of("expected the group " + group.get() + ", got no such group"));
        }
        return lacks;
    }

    Map<String, String> environment() {
        Map<String, String> all = new TreeMap<>(section.get(ENVIRONMENT));
        all.put("OPENSVC_SVCNAME", site.service().value());
        all.put("OPENSVC_RID", site.rid().value());
        return all;
    }

    private static String mask(String text) {
        if (!text.matches("[0-7]{1,4}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    Duration limit(Keyword<Duration> keyword, Duration preset) {
        return section.find(keyword).or(() -> section.find(TIMEOUT)).orElse(preset);
    }

    private static Type<Map<String, String>> pairs() {
        return Types.of("words such as NAME=value", text -> {
            Map<String, String> pairs = new TreeMap<>();
            for (String word : Types.SHLEX.parse(text)) {
                int equals = word.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException(word);
                }
                pairs.put(word.substring(0, equals), word.substring(equals + 1));
            }
            return pairs;
        });
    }
}
