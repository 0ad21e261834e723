package org.understudy.config;

import static org.understudy.config.Keyword.optional;
import static org.understudy.config.Keyword.required;

import java.util.List;
import java.util.Locale;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;

/** The keywords of {@code [DEFAULT]} that are about the service as a whole. */
public final class ServiceKeywords {
    public static final Keyword<List<NodeName>> NODES = required("nodes", Types.NODES,
            "where the service may run, preferred first").unscoped().like("n1 n2");

    public static final Keyword<Orchestrate> ORCHESTRATE = optional("orchestrate",
            Types.of("one of no, start, ha", ServiceKeywords::orchestrate),
            "how far the cluster goes by itself").or("no");

    public static final Keyword<String> APP = optional("app", Types.TEXT,
            "application the service belongs to").or("default").unscoped();

    public static final Keyword<String> ENV = optional("env", Types.oneOf("CERT", "DEV", "DRP",
            "FOR", "INT", "MUS", "POC", "PRA", "PRD", "PRJ", "PPR", "PPRD", "QUAL", "RCT", "REC",
            "STG", "TMP", "TST", "UAT"),
            "what the service is for").alias("service_type").or("TST").unscoped();

    public static final Keyword<Integer> PRIORITY = optional("priority", Types.INTEGER,
            "smaller is more important").or("100").unscoped();

    public static final Keyword<Boolean> ROLLBACK = optional("rollback", Types.BOOLEAN,
            "whether a failed start undoes what it did").or("true");

    public static final Keyword<Boolean> DISABLE = optional("disable", Types.BOOLEAN,
            "leaves every resource alone").or("false");

    /** Names for scopes; no instance runs there yet. */
    public static final Keyword<List<NodeName>> DRPNODES = nodes("drpnodes",
            "nodes of another site: for key@drpnodes, and as targets of syncs")
            .alias("drpnode");
    public static final Keyword<List<NodeName>> ENCAPNODES = nodes("encapnodes",
            "names of containers, for values that differ there: key@encapnodes");
    public static final Keyword<NodeName> FLEX_PRIMARY = primary("flex_primary", "nodes");
    public static final Keyword<NodeName> DRP_FLEX_PRIMARY = primary("drp_flex_primary",
            "drpnodes");

    static final Keywords ALL = Keywords.of(NODES, ORCHESTRATE, APP, ENV, PRIORITY, ROLLBACK,
            DRPNODES, ENCAPNODES, FLEX_PRIMARY, DRP_FLEX_PRIMARY, DISABLE, ResourceKeywords.COMMENT)
                    .and(RuleKeywords.ALL);

    private ServiceKeywords() {
    }

    private static Keyword<List<NodeName>> nodes(String name, String help) {
        return optional(name, Types.NODES, help).unscoped().like("n3");
    }

    private static Keyword<NodeName> primary(String name, String of) {
        return optional(name, Types.of("the name of one node such as n1", NodeName::new),
                "the node that key@" + name + " is for; the first of " + of + " unless said")
                .unscoped();
    }

    private static Orchestrate orchestrate(String text) {
        if (!text.equals(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(text);
        }
        return Orchestrate.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
