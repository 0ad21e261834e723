package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.understudy.heartbeat.LinkState;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Peer;
import org.understudy.model.View;

/**
 * Looks at the links more closely than the core does, which has to be sure before it acts: three
 * beats that are missing are enough to call a drill off.
 *
 * @param states how this node's links are
 */
record Vigil(Supplier<List<LinkState>> states) {
    private static final int BEATS = 3;
    private static final Duration LEAST = Duration.ofMillis(500);

    /** After how long without a beat a link is taken to fail: half of its timeout at most. */
    static Duration bound(Link link) {
        Duration beats = link.interval().multipliedBy(BEATS);
        return Collections.min(List.of(link.timeout().dividedBy(2),
                Collections.max(List.of(beats, LEAST))));
    }

    /** What is wrong with the links, but for that one. */
    List<String> failing(View view, Moment now, Optional<LinkName> but) {
        List<Link> links = view.cluster().links().stream()
                .filter(link -> but.filter(link.name()::equals).isEmpty()).toList();
        List<String> all = new ArrayList<>();
        states.get().stream().filter(state -> links.stream().anyMatch(
                link -> link.name().equals(state.name()))).forEach(state -> state.trouble()
                        .ifPresent(trouble -> all.add(state.name() + " on " + view.self().node()
                                + ": " + trouble)));
        view.peers().forEach((node, peer) -> {
            links.forEach(link -> unheard(peer.heard().get(link.name()), now, bound(link))
                    .ifPresent(age -> all.add(node + " is not heard on " + link.name() + " by "
                            + view.self().node() + age)));
            deaf(view, node, peer, now, links).ifPresent(all::add);
        });
        return all;
    }

    /** A beat there and one back later than a link may be late; the quickest link counts. */
    private static Optional<String> deaf(View view, NodeName node, Peer peer, Moment now,
            List<Link> links) {
        Optional<Duration> bound = links.stream().flatMap(link -> Stream.of(bound(link)
                .plus(link.interval().multipliedBy(2)))).min(Duration::compareTo);
        return bound.flatMap(most -> unheard(peer.acked().orElse(null), now, most))
                .map(age -> node + " does not say that it hears " + view.self().node() + age);
    }

    private static Optional<String> unheard(Moment last, Moment now, Duration bound) {
        if (last == null) {
            return Optional.of(" yet");
        }
        Duration age = now.since(last);
        return age.compareTo(bound) <= 0 ? Optional.empty()
                : Optional.of(" for " + Chronicle.text(age));
    }
}
