package org.understudy.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;

/** Reads one section {@code [hb#…]}. */
final class LinkReader {
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Lookup lookup;
    private final Findings findings;
    private final NodeName self;

    LinkReader(Lookup lookup, Findings findings, NodeName self) {
        this.lookup = lookup;
        this.findings = findings;
        this.self = self;
    }

    /** Empty when anything so far is wrong, which is then reported. */
    Optional<Link> read() {
        Keywords keywords = ClusterKeywords.BY_SECTION.get("hb");
        lookup.require(keywords, lookup.nodes(), findings);
        lookup.warnOfStrangers(findings);
        SortedMap<NodeName, String> addresses = addresses();
        if (!findings.none()) {
            return Optional.empty();
        }
        Values values = lookup.values(keywords, self);
        Duration timeout = values.get(ClusterKeywords.LINK_TIMEOUT);
        Duration interval = values.find(ClusterKeywords.INTERVAL).orElseGet(() -> tenth(timeout));
        checkInterval(timeout, interval);
        return Optional.of(new Link(new LinkName(values.name()),
                values.get(ClusterKeywords.LINK_TYPE), addresses,
                values.get(ClusterKeywords.PORT), timeout, interval));
    }

    private SortedMap<NodeName, String> addresses() {
        SortedMap<NodeName, String> addresses = new TreeMap<>();
        Map<String, NodeName> owners = new HashMap<>();
        for (NodeName node : lookup.nodes()) {
            lookup.find(ClusterKeywords.ADDR, node).ifPresent(entry -> {
                String address = text(entry, node);
                addresses.put(node, address);
                NodeName other = owners.putIfAbsent(address, node);
                if (other != null) {
                    findings.error(entry.place(), "expected an address of its own for each member,"
                            + " got " + address + " for " + other + " and " + node);
                }
            });
        }
        return addresses;
    }

    /** As it stands, where it cannot be worked out: that is reported elsewhere. */
    private String text(Ini.Entry entry, NodeName node) {
        try {
            return lookup.evaluator().text(entry, lookup, node);
        } catch (Unresolved reported) {
            return entry.value();
        }
    }

    /** Frequent enough for a sharp verdict, rare enough for many services. */
    private static Duration tenth(Duration timeout) {
        Duration tenth = timeout.dividedBy(10);
        Duration atMost = tenth.compareTo(LONGEST) > 0 ? LONGEST : tenth;
        return atMost.compareTo(SHORTEST) < 0 ? SHORTEST : atMost;
    }

    /** Two beats may be lost without a verdict. */
    private void checkInterval(Duration timeout, Duration interval) {
        Place place = lookup.find(ClusterKeywords.INTERVAL, self).map(Ini.Entry::place)
                .orElse(lookup.section().block().place().at("interval"));
        Duration third = timeout.dividedBy(3);
        if (interval.isZero() || interval.compareTo(third) > 0) {
            findings.error(place, "expected more than 0s and at most a third of timeout "
                    + Durations.text(timeout) + ", got " + Durations.text(interval));
        }
    }
}
