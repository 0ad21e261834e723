package org.understudy.config;

import static org.understudy.config.Keyword.optional;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.understudy.model.Rules.MonitorAction;
import org.understudy.model.Rules.Placing;
import org.understudy.model.Rules.Topology;
import org.understudy.model.ServiceName;

/** The keywords of {@code [DEFAULT]} that say how a service is placed, kept up and moved. */
public final class RuleKeywords {
    public static final Keyword<Topology> TOPOLOGY = optional("topology", words(Topology.values()),
            "failover: one instance runs; flex: several do").alias("cluster_type").or("failover")
            .unscoped();
    public static final Keyword<Integer> FLEX_MIN = optional("flex_min", Types.COUNT,
            "flex: fewer instances than this are too few").alias("flex_min_nodes").or("1")
            .unscoped();
    public static final Keyword<Integer> FLEX_MAX = optional("flex_max", Types.COUNT,
            "flex: more than this are too many; unless said, or 0, as many as it has nodes")
            .alias("flex_max_nodes").unscoped().like("3");
    public static final Keyword<Integer> FLEX_TARGET = optional("flex_target", Types.COUNT,
            "flex: how many instances the cluster keeps up; flex_min unless said").unscoped()
            .like("2");
    public static final Keyword<Placing> PLACEMENT = optional("placement", words(Placing.values()),
            "which of the nodes that can run it comes first").or("nodes order").unscoped();
    public static final Keyword<List<ServiceName>> PARENTS = optional("parents", Types.SERVICES,
            "services that must be up before this one starts").like("db").or("");
    public static final Keyword<List<ServiceName>> CHILDREN = optional("children", Types.SERVICES,
            "services that must be down before this one stops").like("proxy").or("");
    public static final Keyword<List<ServiceName>> HARD_AFFINITY = optional("hard_affinity",
            Types.SERVICES, "runs only where these are up").like("db").alias("affinity").or("");
    public static final Keyword<List<ServiceName>> HARD_ANTI_AFFINITY = optional(
            "hard_anti_affinity", Types.SERVICES, "runs only where none of these is up")
                    .like("web2")
            .alias("anti_affinity").or("");
    public static final Keyword<List<ServiceName>> SOFT_AFFINITY = optional("soft_affinity",
            Types.SERVICES, "runs rather where these are up").like("db").or("");
    public static final Keyword<List<ServiceName>> SOFT_ANTI_AFFINITY = optional(
            "soft_anti_affinity", Types.SERVICES, "runs rather where these are not up")
            .like("web2").or("");
    public static final Keyword<MonitorAction> MONITOR_ACTION = optional("monitor_action",
            words(MonitorAction.values()),
            "what a monitored resource that stays down leads to on its node");
    public static final Keyword<Integer> MAX_TAKEOVERS = optional("max_takeovers",
            Types.of("a whole number from 1 to 100", RuleKeywords::takeovers),
            "how often an hour it may start by itself, on whichever node").or("10").unscoped();

    static final Keywords ALL = Keywords.of(TOPOLOGY, FLEX_MIN, FLEX_MAX, FLEX_TARGET, PLACEMENT,
            PARENTS, CHILDREN, HARD_AFFINITY, HARD_ANTI_AFFINITY, SOFT_AFFINITY,
            SOFT_ANTI_AFFINITY, MONITOR_ACTION, MAX_TAKEOVERS);

    private RuleKeywords() {
    }

    /** The constants as files spell them: {@code nodes order}. */
    private static <E extends Enum<E>> Type<E> words(E[] constants) {
        List<E> all = List.of(constants);
        return Types.of("one of " + all.stream().map(RuleKeywords::word)
                .collect(Collectors.joining(", ")), text -> all.stream()
                        .filter(one -> word(one).equals(text)).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(text)));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Integer takeovers(String text) {
        int number = Types.COUNT.parse(text);
        if (number < 1 || number > 100) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }
}
