package org.understudy.agent;

import static org.understudy.api.Metric.gauge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.api.Exposition;
import org.understudy.api.Metric;
import org.understudy.api.Metric.Sample;
import org.understudy.api.Reply;
import org.understudy.core.Liveness;
import org.understudy.core.Majority;
import org.understudy.model.NodeName;
import org.understudy.model.Status;
import org.understudy.model.View;
import org.understudy.wire.LinkText;
import org.understudy.wire.ServiceStatus;

/** What the last round knew, in numbers. It asks nobody, so it answers when the loop hangs too. */
final class Metrics {
    /** The loop has a round several times a second, whatever happens. */
    static final Duration ON_TIME = Duration.ofSeconds(1);

    private static final String UP = Status.UP.word();

    private final View view;
    private final Duration age;
    private final List<ServiceStatus> services;

    Metrics(Published.Round round, Clock clock) {
        view = round.view();
        age = clock.now().since(view.now());
        Screens screens = new Screens(round, clock);
        services = view.services().values().stream().map(screens::service).toList();
    }

    /** @param rounds so far */
    Reply reply(long rounds, List<LinkText> links) {
        List<Metric> all = new ArrayList<>(agent(rounds));
        all.addAll(nodes());
        all.addAll(links(links));
        all.addAll(services());
        return Exposition.of(all);
    }

    private List<Metric> agent(long rounds) {
        return List.of(
                gauge("ha_up", "1: this agent decides in time; 0: it hangs",
                        List.of(new Sample(Map.of("node", view.self().node().value(), "cluster",
                                view.cluster().name()), bit(age.compareTo(ON_TIME) <= 0)))),
                one("ha_round_age_seconds", "since the last round of the decision", seconds(age)),
                new Metric("ha_rounds", "rounds of the decision since the agent started", true,
                        List.of(new Sample(Map.of(), rounds))),
                one("ha_agent_uptime_seconds", "since the agent started",
                        seconds(view.now().since(view.self().started()))),
                one("ha_majority", "1: it has a majority of the votes, or needs none",
                        bit(Majority.held(view))),
                one("ha_frozen", "1: this node or the whole cluster is frozen",
                        bit(view.frozen().isPresent())));
    }

    private List<Metric> nodes() {
        return List.of(
                ofPeers("ha_peer_alive", "1: the other node is heard, on any link",
                        peer -> bit(Liveness.alive(view, peer))),
                gauge("ha_link_heard", "1: the other node is heard on this link",
                        heard(beat -> bit(beat.up()))),
                gauge("ha_link_silence_seconds", "since the last beat of the other node",
                        heard(Heard::silence)));
    }

    /** Of a link and a peer; the age of a peer that was never heard is that of the agent. */
    private record Heard(Map<String, String> labels, boolean up, double silence) {
    }

    private List<Sample> heard(ToDoubleFunction<Heard> value) {
        return view.peers().entrySet().stream().flatMap(peer -> view.cluster().links().stream()
                .map(link -> new Heard(
                        Map.of("peer", peer.getKey().value(), "link", link.name().value()),
                        Liveness.heard(view, peer.getKey(), link.name()),
                        seconds(view.now().since(peer.getValue().heard().getOrDefault(
                                link.name(), view.self().started()))))))
                .map(one -> new Sample(one.labels(), value.applyAsDouble(one))).toList();
    }

    private Metric ofPeers(String name, String help, ToDoubleFunction<NodeName> value) {
        return gauge(name, help, view.peers().keySet().stream().map(peer -> new Sample(
                Map.of("peer", peer.value()), value.applyAsDouble(peer))).toList());
    }

    private static List<Metric> links(List<LinkText> links) {
        return List.of(
                gauge("ha_link_open", "1: nothing is wrong with this node's end",
                        links.stream().map(link -> new Sample(Map.of("link", link.name()),
                                bit(link.state().equals("open")))).toList()),
                new Metric("ha_link_dropped", "what came in in vain, by what it probably was",
                        true, links.stream().flatMap(Metrics::dropped).toList()));
    }

    private static Stream<Sample> dropped(LinkText link) {
        return link.dropped().stream().collect(Collectors.groupingBy(LinkText.Drop::reason,
                Collectors.summingLong(LinkText.Drop::count))).entrySet().stream()
                .map(one -> new Sample(Map.of("link", link.name(), "reason", one.getKey()),
                        one.getValue()));
    }

    private List<Metric> services() {
        return List.of(
                ofServices("ha_service_up", "1: it is up here", one -> bit(
                        one.avail().equals(UP))),
                ofServices("ha_service_warn", "1: something of it is not as it should be here",
                        one -> bit(one.overall().equals(Status.WARN.word()))),
                ofServices("ha_service_frozen", "1: the cluster leaves it alone here",
                        one -> bit(one.frozen())),
                ofServices("ha_service_notice", "1: its status has a notice: read it there",
                        one -> bit(!one.notice().isEmpty())),
                gauge("ha_service_status", "1: how it is here, as a word", labelled(one -> Map.of(
                        "service", one.name(), "avail", one.avail(), "overall", one.overall(),
                        "monitor", one.monitor()))),
                ofServices("ha_service_nodes_up", "on how many nodes it is up, as is known here",
                        one -> one.instances().stream().filter(on -> on.avail().equals(UP))
                                .count()));
    }

    private Metric ofServices(String name, String help, ToDoubleFunction<ServiceStatus> value) {
        return gauge(name, help, services.stream().map(one -> new Sample(
                Map.of("service", one.name()), value.applyAsDouble(one))).toList());
    }

    private List<Sample> labelled(Function<ServiceStatus, Map<String, String>> labels) {
        return services.stream().map(one -> new Sample(labels.apply(one), 1)).toList();
    }

    private static Metric one(String name, String help, double value) {
        return gauge(name, help, List.of(new Sample(Map.of(), value)));
    }

    private static double bit(boolean set) {
        return set ? 1 : 0;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
