package org.understudy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.understudy.model.Link;
import org.understudy.model.NodeName;

/**
 * Looks whether a node that is switched off by an order on a shared disk could be: without a disk
 * nobody can order it, and without a watchdog nothing makes sure that it obeys.
 */
record PillReader(Findings findings, List<Link> links, NodeName self) {
    /** A watchdog's timeout twice, and some to write and read. */
    private static final Duration SHORTEST = Duration.ofSeconds(25);

    /** @param watchdog what is known here of the node's watchdog: its node.conf may not be */
    void check(NodeName node, Lookup level, Function<NodeName, Optional<Ini.Entry>> watchdog) {
        Place place = level.section().block().place();
        Optional<Ini.Entry> named = level.find(FenceKeywords.HB, node);
        List<String> disks = links.stream().filter(Link::disk)
                .map(link -> link.name().toString()).toList();
        if (disks.isEmpty()) {
            findings.error(place.at("type"), "expected a link of type disk too, since that is where"
                    + " the order is put, got none");
        } else if (named.filter(entry -> !disks.contains(entry.value())).isPresent()) {
            findings.error(named.get().place(), "expected a link of type disk, one of " + disks
                    + ", got " + Quote.of(named.get().value()));
        }
        if (watchdog.apply(node).isEmpty()) {
            String why = "without one nothing makes sure that it obeys";
            if (node.equals(self)) {
                findings.error(place.at("type"), "expected watchdog in [node] too, here or in"
                        + " node.conf: " + why);
            } else {
                findings.warning(place.at("type"), "no watchdog in [node] of this file, so " + node
                        + "'s own node.conf has to name one: " + why);
            }
        }
        level.find(FenceKeywords.TIMEOUT, node).ifPresent(entry -> {
            if (Checker.fits(entry.value(), FenceKeywords.TIMEOUT) && FenceKeywords.TIMEOUT.type()
                    .parse(entry.value()).compareTo(SHORTEST) < 0) {
                findings.error(entry.place(), "expected at least " + Durations.text(SHORTEST)
                        + ", since it is twice the timeout of a watchdog until " + node
                        + " is certain to be off, got " + Quote.of(entry.value()));
            }
        });
    }
}
