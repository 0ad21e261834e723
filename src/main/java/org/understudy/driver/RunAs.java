package org.understudy.driver;

import java.nio.file.Path;
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

/** As whom, where and with what the file's own commands run. */
final class RunAs {
    static final Keyword<Map<String, String>> ENVIRONMENT = Keyword.optional("environment",
            pairs(), "variables for its commands: NAME=value …").or("");
    static final Keyword<String> USER = Keyword.optional("user", Types.NAME,
            "whom its commands run as").like("www-data");
    static final Keyword<String> GROUP = Keyword.optional("group", Types.NAME,
            "group its commands run as; default: the user's own").like("www-data");
    static final Keyword<String> UMASK = Keyword.optional("umask", Types.of(
            "permission bits in octal such as 022", RunAs::mask),
            "what others may not do with the files it makes");
    static final Keyword<Path> CWD = Keyword.optional("cwd", Types.PATH,
            "directory its commands run in");
    static final Keywords KEYS = Keywords.of(ENVIRONMENT, USER, GROUP, UMASK, CWD)
            .and(Ulimits.KEYS);

    private final Section section;
    private final Site site;

    RunAs(Section section, Site site) {
        this.section = section;
        this.site = site;
    }

    /** The command with what brings it there. */
    List<String> argv(List<String> command) {
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

    Map<String, String> environment() {
        Map<String, String> all = new TreeMap<>(section.get(ENVIRONMENT));
        all.put("OPENSVC_SVCNAME", site.service().value());
        all.put("OPENSVC_RID", site.rid().value());
        return all;
    }

    /** The directory, the user and the group; what a shell line needs, nobody can tell. */
    List<Lack> lacks(Deadline deadline) throws InterruptedException {
        List<Lack> lacks = new ArrayList<>();
        if (section.find(CWD).isPresent()) {
            new Own(site).file("the directory", section.find(CWD).get(), "-d", deadline)
                    .ifPresent(lacks::add);
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

    private static String mask(String text) {
        if (!text.matches("[0-7]{1,4}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
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
