package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.understudy.api.Reply;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Decision;
import org.understudy.model.Freeze;
import org.understudy.model.Kept;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Local;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Orchestrate;
import org.understudy.model.Self;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.wire.LinkText;

/** What Prometheus reads of an agent, also of one that hangs. */
final class MetricsTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final Moment BEGIN = new Moment(0);
    private static final Duration LATER = Duration.ofMillis(2_500);

    private final ManualClock clock = new ManualClock();

    @Test
    void allOfItIsTold() {
        assertEquals("""
                # HELP ha_agent_uptime_seconds since the agent started
                # TYPE ha_agent_uptime_seconds gauge
                ha_agent_uptime_seconds 2.5
                # HELP ha_frozen 1: this node or the whole cluster is frozen
                # TYPE ha_frozen gauge
                ha_frozen 0.0
                # HELP ha_link_dropped_total what came in in vain, by what it probably was
                # TYPE ha_link_dropped_total counter
                ha_link_dropped_total{link="hb#1",reason="say \\"no\\""} 5.0
                # HELP ha_link_heard 1: the other node is heard on this link
                # TYPE ha_link_heard gauge
                ha_link_heard{link="hb#1",peer="n2"} 0.0
                # HELP ha_link_open 1: nothing is wrong with this node's end
                # TYPE ha_link_open gauge
                ha_link_open{link="hb#1"} 1.0
                # HELP ha_link_silence_seconds since the last beat of the other node
                # TYPE ha_link_silence_seconds gauge
                ha_link_silence_seconds{link="hb#1",peer="n2"} 2.5
                # HELP ha_majority 1: it has a majority of the votes, or needs none
                # TYPE ha_majority gauge
                ha_majority 1.0
                # HELP ha_peer_alive 1: the other node is heard, on any link
                # TYPE ha_peer_alive gauge
                ha_peer_alive{peer="n2"} 0.0
                # HELP ha_round_age_seconds since the last round of the decision
                # TYPE ha_round_age_seconds gauge
                ha_round_age_seconds 0.0
                # HELP ha_rounds_total rounds of the decision since the agent started
                # TYPE ha_rounds_total counter
                ha_rounds_total 7.0
                # HELP ha_service_frozen 1: the cluster leaves it alone here
                # TYPE ha_service_frozen gauge
                ha_service_frozen{service="web"} 1.0
                # HELP ha_service_nodes_up on how many nodes it is up, as is known here
                # TYPE ha_service_nodes_up gauge
                ha_service_nodes_up{service="web"} 0.0
                # HELP ha_service_notice 1: its status has a notice: read it there
                # TYPE ha_service_notice gauge
                ha_service_notice{service="web"} 1.0
                # HELP ha_service_status 1: how it is here, as a word
                # TYPE ha_service_status gauge
                ha_service_status{avail="n/a",monitor="idle",overall="n/a",service="web"} 1.0
                # HELP ha_service_up 1: it is up here
                # TYPE ha_service_up gauge
                ha_service_up{service="web"} 0.0
                # HELP ha_service_warn 1: something of it is not as it should be here
                # TYPE ha_service_warn gauge
                ha_service_warn{service="web"} 0.0
                # HELP ha_up 1: this agent decides in time; 0: it hangs
                # TYPE ha_up gauge
                ha_up{cluster="lab",node="n1"} 1.0
                """, reply().json());
        assertTrue(reply().type().startsWith("text/plain; version=0.0.4"), reply().type());
    }

    @Test
    void anAgentThatHasNoRoundsIsNotUp() {
        clock.pass(Metrics.ON_TIME);
        assertTrue(reply().json().contains("ha_up{cluster=\"lab\",node=\"n1\"} 1.0\n"));
        clock.pass(Duration.ofMillis(1));
        assertTrue(reply().json().contains("ha_up{cluster=\"lab\",node=\"n1\"} 0.0\n"));
        assertTrue(reply().json().contains("\nha_round_age_seconds 1.001\n"), reply().json());
    }

    private Reply reply() {
        Clock late = new Clock() {
            @Override
            public Moment now() {
                return clock.now().plus(LATER);
            }

            @Override
            public Instant wall() {
                return clock.wall();
            }
        };
        return new Metrics(new Published.Round(view().at(BEGIN.plus(LATER)), Decision.NONE), late)
                .reply(7, List.of(new LinkText("hb#1", "unicast", "10.0.0.1:10000", "open",
                        List.of(), List.of(new LinkText.Drop("10.0.0.8", 2, "say \"no\""),
                                new LinkText.Drop("10.0.0.9", 3, "say \"no\"")))));
    }

    private static View view() {
        Link link = new Link(new LinkName("hb#1"), new TreeMap<>(), 10_000,
                Duration.ofSeconds(2), Duration.ofMillis(500));
        Cluster cluster = new Cluster("lab", List.of(N1, N2), List.of(link), Set.of(),
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        View view = View.fresh(new Self(N1, new BootId("a"), "m", NodeState.IDLE, BEGIN), cluster,
                Memory.NONE);
        Kept kept = Kept.NOTHING.frozen(Optional.of(new Freeze("root@n1", "", BEGIN,
                Optional.empty())));
        ServiceName web = new ServiceName("web");
        return view.with(new TreeMap<>(Map.of(web, Local.of(new Service(web, List.of(N1),
                Orchestrate.HA, "TST", 100, true, List.of(), Set.of(), "c0ffee"), kept, BEGIN))));
    }
}
