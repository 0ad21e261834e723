package org.understudy.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Way;

/** Reads one section {@code [hb#…]}. */
final class LinkReader {
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    /** A relay keeps what is posted for 60 s, and ends a connection that is idle for so long. */
    private static final Duration RELAYED = Duration.ofSeconds(20);

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
        String type = LinkKeywords.type(lookup.section().block());
        Keywords keywords = LinkKeywords.OF_TYPE.get(type);
        lookup.require(keywords, lookup.nodes(), findings);
        lookup.warnOfStrangers(findings);
        checkType(type);
        SortedMap<NodeName, String> own = own(type);
        if (!findings.none()) {
            return Optional.empty();
        }
        Values values = lookup.values(keywords, self);
        Duration timeout = values.get(LinkKeywords.TIMEOUT);
        Duration interval = values.find(LinkKeywords.INTERVAL).orElseGet(() -> tenth(timeout));
        checkInterval(timeout, interval);
        if (type.equals(LinkKeywords.RELAY) && interval.compareTo(RELAYED) > 0) {
            findings.error(intervalPlace(), "expected at most " + Durations.text(RELAYED)
                    + ", since a relay forgets what is not posted again, got "
                    + Durations.text(interval));
        }
        return Optional.of(new Link(new LinkName(values.name()), way(type, values, own), timeout,
                interval));
    }

    /** What differs from node to node. */
    private SortedMap<NodeName, String> own(String type) {
        return switch (type) {
            case LinkKeywords.DISK -> texts(LinkKeywords.DEV);
            case LinkKeywords.RELAY -> new TreeMap<>();
            case LinkKeywords.MULTICAST -> addresses(LinkKeywords.INTF);
            default -> addresses(LinkKeywords.ADDR);
        };
    }

    private static Way way(String type, Values values, SortedMap<NodeName, String> own) {
        return switch (type) {
            case LinkKeywords.DISK -> new Way.Disk(own);
            case LinkKeywords.RELAY -> new Way.Relay(values.get(LinkKeywords.MACHINE),
                    values.get(LinkKeywords.DOOR));
            case LinkKeywords.MULTICAST -> new Way.Multicast(values.get(LinkKeywords.GROUP),
                    values.get(LinkKeywords.PORT), own);
            default -> new Way.Unicast(own, values.get(LinkKeywords.PORT));
        };
    }

    /** All other keys are read as those of that type. */
    private void checkType(String type) {
        lookup.find(LinkKeywords.TYPE, self).filter(entry -> !entry.value().equals(type))
                .filter(entry -> Checker.fits(text(entry, self), LinkKeywords.TYPE))
                .ifPresent(entry -> findings.error(entry.place(), "expected the word itself, such"
                        + " as " + type + ", got " + Quote.of(entry.value())));
    }

    private SortedMap<NodeName, String> texts(Keyword<?> keyword) {
        SortedMap<NodeName, String> texts = new TreeMap<>();
        lookup.nodes().forEach(node -> lookup.find(keyword, node)
                .ifPresent(entry -> texts.put(node, text(entry, node))));
        return texts;
    }

    /** Cards may have the same name on each, addresses not. */
    private SortedMap<NodeName, String> addresses(Keyword<?> keyword) {
        SortedMap<NodeName, String> addresses = texts(keyword);
        Map<String, NodeName> owners = new HashMap<>();
        for (NodeName node : lookup.nodes()) {
            lookup.find(keyword, node).ifPresent(entry -> {
                String address = addresses.get(node);
                if (!Link.isAddress(address)) {
                    return;
                }
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
        Duration third = timeout.dividedBy(3);
        if (interval.isZero() || interval.compareTo(third) > 0) {
            findings.error(intervalPlace(), "expected more than 0s and at most a third of timeout "
                    + Durations.text(timeout) + ", got " + Durations.text(interval));
        }
    }

    private Place intervalPlace() {
        return place(LinkKeywords.INTERVAL);
    }

    private Place place(Keyword<?> of) {
        return lookup.find(of, self).map(Ini.Entry::place)
                .orElse(lookup.section().block().place().at(of.name()));
    }

    /** Two links cannot both have one port of one address, one disk, or one relay. */
    void compare(Link link, List<Link> others) {
        for (Link other : others) {
            Set<Map.Entry<NodeName, String>> taken = places(other);
            Optional<String> both = places(link).stream().filter(taken::contains)
                    .map(Map.Entry::getValue).findFirst();
            if (both.isPresent() && kind(link).equals(kind(other))) {
                reportBoth(link, other, both.get());
            } else if (link.network() && other.network() && port(link) == port(other)
                    && !link.way().type().equals(other.way().type())
                    && link.addresses().size() + other.addresses().size() < 2 * lookup.nodes()
                    .size()) {
                findings.warning(lookup.section().block().place().at("port"), "[" + other.name()
                        + "] has " + port(link) + " too: they cannot both have it on one card");
            }
        }
    }

    private static String kind(Link link) {
        return link.network() ? "network" : link.way().type();
    }

    private void reportBoth(Link link, Link other, String both) {
        Keyword<?> about = link.network() ? LinkKeywords.PORT
                : link.disk() ? LinkKeywords.DEV : LinkKeywords.MACHINE;
        String text = link.network() ? "another port or other addresses than [" + other.name()
                + "] has, got " + port(link)
                : "another " + kind(link) + " than [" + other.name() + "] has, got "
                + both.strip();
        findings.error(place(about), "expected " + text + " for both");
    }

    /** What each node needs for itself. */
    private Set<Map.Entry<NodeName, String>> places(Link link) {
        return link.way().to(new Way.Reader<>() {
            @Override
            public Set<Map.Entry<NodeName, String>> unicast(Way.Unicast unicast) {
                return with(unicast.addresses(), " " + unicast.port());
            }

            @Override
            public Set<Map.Entry<NodeName, String>> multicast(Way.Multicast multicast) {
                SortedMap<NodeName, String> cards = new TreeMap<>();
                lookup.nodes().forEach(node -> cards.put(node,
                        multicast.interfaces().getOrDefault(node, "")));
                return with(cards, " " + multicast.port());
            }

            @Override
            public Set<Map.Entry<NodeName, String>> disk(Way.Disk disk) {
                return with(disk.devices(), " ");
            }

            @Override
            public Set<Map.Entry<NodeName, String>> relay(Way.Relay relay) {
                SortedMap<NodeName, String> same = new TreeMap<>();
                lookup.nodes().forEach(node -> same.put(node, relay.address()));
                return with(same, ":" + relay.port());
            }
        });
    }

    private static Set<Map.Entry<NodeName, String>> with(SortedMap<NodeName, String> all,
            String port) {
        SortedMap<NodeName, String> places = new TreeMap<>(all);
        places.replaceAll((node, place) -> place + port);
        return places.entrySet();
    }

    private static int port(Link link) {
        return link.way().to(new Way.Reader<>() {
            @Override
            public Integer unicast(Way.Unicast unicast) {
                return unicast.port();
            }

            @Override
            public Integer multicast(Way.Multicast multicast) {
                return multicast.port();
            }

            @Override
            public Integer disk(Way.Disk disk) {
                return 0;
            }

            @Override
            public Integer relay(Way.Relay relay) {
                return relay.port();
            }
        });
    }
}
