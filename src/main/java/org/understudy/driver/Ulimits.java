package org.understudy.driver;

import java.util.ArrayList;
import java.util.List;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.config.Type;
import org.understudy.config.Types;

/** What a process and its children may use at most; see getrlimit(2). Needs prlimit(1). */
final class Ulimits {
    private static final Type<String> AMOUNT = Types.of("a size such as 512m, or unlimited",
            text -> text.equals("unlimited") ? text : Types.SIZE.parse(text).toString());
    private static final Type<String> TIME = Types.of("a duration with a unit such as 10m,"
            + " or unlimited", text -> text.equals("unlimited") ? text
                    : Long.toString(Types.DURATION.parse(text).toSeconds()));
    private static final Type<String> NUMBER = Types.of("a number such as 4096, or unlimited",
            text -> text.equals("unlimited") ? text : Types.COUNT.parse(text).toString());

    private static final List<Keyword<String>> ALL = List.of(
            limit("as", AMOUNT, "address space of each of its processes").alias("limit_vmem"),
            limit("core", AMOUNT, "size of a core file"),
            limit("cpu", TIME, "processor time of each of its processes"),
            limit("data", AMOUNT, "data segment of each of its processes"),
            limit("fsize", AMOUNT, "size of a file they write"),
            limit("memlock", AMOUNT, "memory they may lock"),
            limit("nofile", NUMBER, "files each of them may have open"),
            limit("nproc", NUMBER, "processes its user may have"),
            limit("rss", AMOUNT, "memory they may keep resident; Linux ignores it"),
            limit("stack", AMOUNT, "stack of each of its processes"));
    static final Keywords KEYS = new Keywords(List.copyOf(ALL));

    private Ulimits() {
    }

    private static Keyword<String> limit(String what, Type<String> type, String help) {
        return Keyword.optional("limit_" + what, type, help);
    }

    /** The words before a command that bring it under its limits; none without limits. */
    static List<String> prefix(Section section) {
        List<String> argv = new ArrayList<>();
        for (Keyword<String> limit : ALL) {
            section.find(limit).ifPresent(value -> argv.add(
                    limit.name().replace("limit_", "--") + "=" + value));
        }
        if (!argv.isEmpty()) {
            argv.add(0, "prlimit");
            argv.add("--");
        }
        return argv;
    }
}
