package org.understudy.config;

import static org.understudy.config.Keyword.optional;
import static org.understudy.config.Keyword.required;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.understudy.model.NodeName;

/** The keywords of cluster.conf and node.conf. */
final class ClusterKeywords {
    static final Keyword<String> NAME = optional("name", Types.NAME,
            "beats of another cluster are dropped").or("default").unscoped().like("c1");
    static final Keyword<List<NodeName>> NODES = optional("nodes", Types.NODES,
            "the members").unscoped().like("n1 n2");
    static final Keyword<Boolean> TAKEOVER_WITHOUT_PROOF = optional("takeover_without_proof",
            Types.BOOLEAN, "accepts that a service may run twice").or("false").unscoped();

    static final Keyword<Boolean> QUORUM = optional("quorum", Types.BOOLEAN,
            "whether a node needs a majority of members and arbitrators to run"
            + " anything").or("false")
            .unscoped();
    static final Keyword<ArbitratorAddress> ARBITRATOR_URI = required("uri", Types.of(
            "an address such as vote://10.0.0.9:10500, where understudy-agent arbiter runs (what"
            + " only answers, by tcp or http, cannot vote for one node alone)",
            ArbitratorAddress::parse), "a third voter, on a machine of its own")
            .like("vote://10.0.0.9:10500");

    static final Keyword<Duration> READY_PERIOD = optional("ready_period", Types.DURATION,
            "how long a start is announced").or("5s");
    static final Keyword<Duration> REJOIN_GRACE_PERIOD = optional("rejoin_grace_period",
            Types.DURATION, "how long a fresh agent waits to hear the others").or("90s");
    static final Keyword<Duration> MAINTENANCE_GRACE_PERIOD = optional("maintenance_grace_period",
            Types.DURATION, "how long an announced absence is no reason to act").or("60s");

    static final Keyword<NodeLimits.Least> MIN_AVAIL_MEM = optional("min_avail_mem",
            NodeLimits.LEAST, "with less memory left, nothing starts here by itself").or("2%")
            .alias("min_avail_mem_pct");
    static final Keyword<NodeLimits.Least> MIN_AVAIL_SWAP = optional("min_avail_swap",
            NodeLimits.LEAST, "with less swap left, nothing starts here by itself").or("10%")
            .alias("min_avail_swap_pct");
    static final Keyword<Duration> STATUS_TIMEOUT = optional("status_timeout",
            Types.of("a duration above 0s such as 10s", FenceKeywords::positive),
            "a resource that takes longer to say how it is, is unknown").or("5s");
    static final Keyword<Integer> MAX_PARALLEL = optional("max_parallel",
            Types.of("a whole number from 1 to 100", ClusterKeywords::parallel),
            "how many services are acted upon at once").or("10");

    static final Keyword<Path> WATCHDOG = optional("watchdog", Types.PATH,
            "a hardware watchdog, which resets this node when its agent hangs, or has lost its"
            + " majority and cannot stop; for quorum = true").like("/dev/watchdog");

    static final Keyword<String> SPLIT_ACTION = optional("split_action",
            Types.oneOf("stop", "crash", "reboot"), "what a node does that has lost its majority"
            + " while something is up there: stop it, or end the machine at once").or("stop");

    static final Keywords NODE = Keywords.of(READY_PERIOD, REJOIN_GRACE_PERIOD,
            MAINTENANCE_GRACE_PERIOD, MIN_AVAIL_MEM, MIN_AVAIL_SWAP, STATUS_TIMEOUT,
            MAX_PARALLEL, WATCHDOG, SPLIT_ACTION, ResourceKeywords.COMMENT);

    /** By the header's part before {@code #}. */
    static final Map<String, Keywords> BY_SECTION = Map.of(
            "cluster", Keywords.of(NAME, NODES, TAKEOVER_WITHOUT_PROOF, QUORUM,
                    ResourceKeywords.COMMENT),
            "hb", LinkKeywords.ALL,
            "stonith", FenceKeywords.ALL,
            "hook", HookKeywords.ALL,
            "arbitrator", Keywords.of(ARBITRATOR_URI, ResourceKeywords.COMMENT),
            "node", NODE);

    private ClusterKeywords() {
    }

    /** What a section may say, by its header and, of a link, its type. */
    static Keywords of(Ini.Block block) {
        String word = OpenSvc.word(block.name());
        return word.equals("hb") ? LinkKeywords.of(block)
                : BY_SECTION.getOrDefault(word, Keywords.of());
    }

    private static Integer parallel(String text) {
        int number = Types.COUNT.parse(text);
        if (number < 1 || number > 100) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }
}
