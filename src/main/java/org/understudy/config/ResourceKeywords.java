package org.understudy.config;

import static org.understudy.config.Keyword.optional;

import java.time.Duration;
import java.util.List;

/** The keywords every resource has. */
public final class ResourceKeywords {
    public static final Keyword<String> TYPE = optional("type", Types.NAME,
            "driver of the resource").leaf().unscoped().like("docker");

    public static final Keyword<String> SUBSET = optional("subset", Types.NAME,
            "resources of one subset are ordered together").leaf().unscoped()
            .like("00database");

    public static final Keyword<List<String>> TAGS = optional("tags", tags(),
            "free words; noaction: never acted upon; nostatus: never read, only on what several"
                    + " nodes may have up at once, apps and containers").like("front db");

    public static final Keyword<Boolean> DISABLE = optional("disable", Types.BOOLEAN,
            "leaves the resource alone").or("false").leaf();

    public static final Keyword<Boolean> OPTIONAL = optional("optional", Types.BOOLEAN,
            "its failure does not fail the service").or("false");

    public static final Keyword<Boolean> MONITOR = optional("monitor", Types.BOOLEAN,
            "when it stays down, the service's monitor_action follows").or("false");
    public static final Keyword<Integer> RESTART = optional("restart", Types.COUNT,
            "how often it is started again in place when it went down").or("0");
    public static final Keyword<Duration> RESTART_DELAY = optional("restart_delay",
            Types.DURATION, "between two of these").or("0s");

    public static final Keyword<Boolean> STANDBY = optional("standby", Types.BOOLEAN,
            "stays up where the service does not run").or("false");

    public static final Keyword<Boolean> ENCAP = optional("encap", Types.BOOLEAN,
            "lives inside a container").or("false");

    public static final Keyword<String> COMMENT = optional("comment",
            Types.of("any text", text -> text), "for people").leaf().like("see the wiki");

    public static final Keyword<Duration> START_TIMEOUT = optional("start_timeout",
            Types.DURATION, "a start that takes longer has failed");

    public static final Keyword<Duration> STOP_TIMEOUT = optional("stop_timeout",
            Types.DURATION, "a stop that takes longer has failed");

    public static final Keyword<String> STOP_FAILED = optional("stop_failed",
            Types.oneOf("block", "self_fence", "lazy"),
            "after a failed stop: wait for people, reset this node, or umount -l").or("block");

    /** Keyword of {@code [subset#…]}. */
    static final Keyword<Boolean> PARALLEL = optional("parallel", Types.BOOLEAN,
            "whether its resources act at once").or("false").leaf();

    /** A driver's own declarations come before these. */
    static final Keywords ALL = Keywords.of(TYPE, SUBSET, TAGS, DISABLE, OPTIONAL, MONITOR, RESTART,
            RESTART_DELAY, STANDBY, ENCAP, COMMENT, START_TIMEOUT,
            STOP_TIMEOUT, STOP_FAILED);

    static final Keywords OF_SUBSETS = Keywords.of(PARALLEL, COMMENT);

    private ResourceKeywords() {
    }

    /** Tags with a meaning this program does not give them yet are refused. */
    private static Type<List<String>> tags() {
        List<String> notYet = List.of("prevg", "postvg", "delay_snap");
        return Types.of("words other than " + String.join(", ", notYet)
                + " (not supported here yet)", text -> {
                    List<String> tags = Types.WORDS.parse(text);
                    if (tags.stream().anyMatch(notYet::contains)) {
                        throw new IllegalArgumentException(text);
                    }
                    return tags;
                });
    }
}
