package org.understudy.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.heartbeat.JGroupsHeartbeat;
import org.understudy.heartbeat.KeyFile;
import org.understudy.heartbeat.Keys;
import org.understudy.heartbeat.Replicator;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.JournalEntry;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Memory;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Peer;
import org.understudy.model.Self;
import org.understudy.model.View;

/** Two agents' API over real links; the third node has never been heard. */
class NeighboursTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final KeyFile KEY = KeyFile.fixed(Keys.parse(Path.of("cluster.key"),
            Base64.getEncoder().encodeToString(new byte[32])));

    private final List<Call> called = new CopyOnWriteArrayList<>();
    private final List<JournalEntry> written = new CopyOnWriteArrayList<>();
    private final Cluster cluster = cluster();
    private final One n1 = new One(N1, N2);
    private final One n2 = new One(N2, N1);

    /** One node, as far as it matters here. */
    private final class One {
        final NodeName self;
        final JGroupsHeartbeat heartbeat;
        final Forwarding api;
        final List<Beat> heard = new CopyOnWriteArrayList<>();

        One(NodeName self, NodeName peer) {
            this.self = self;
            heartbeat = new JGroupsHeartbeat(cluster, self, KEY, Replicator.NONE);
            Self me = new Self(self, new BootId(self + "-boot"), "m", NodeState.IDLE,
                    Clock.system().now());
            View view = View.fresh(me, cluster, Memory.NONE).at(Clock.system().now());
            Published published = new Published(view.with(peer, Peer.UNHEARD.after(
                    cluster.links().get(0).name(), beat(peer), me, view.now())));
            Neighbours neighbours = new Neighbours(published, heartbeat.channel(),
                    new Chronicle(Clock.system(), self, written::add));
            neighbours.answerWith(this::answer);
            api = new Forwarding(this::answer, neighbours);
        }

        private Reply answer(Call call) {
            called.add(call);
            return switch (call.path()) {
                case "/v1/bad" -> throw new IllegalArgumentException("expected better");
                case "/v1/bug" -> throw new IllegalStateException("a bug");
                case "/v1/long" -> Reply.ok("\"" + "x".repeat(1 << 20) + "\"");
                default -> Reply.ok("{\"on\":\"" + self + "\"}");
            };
        }

        void begin() {
            heartbeat.start(event -> heard.add(
                    ((Event.BeatHeard) event).beat()));
            heartbeat.tell(beat(self));
        }
    }

    @BeforeEach
    void begin() {
        n1.begin();
        n2.begin();
        await().until(() -> !n1.heard.isEmpty() && !n2.heard.isEmpty());
    }

    @AfterEach
    void end() {
        n1.heartbeat.close();
        n2.heartbeat.close();
    }

    @Test
    void anotherNodeAnswersWithWhoAskedFromWhere() {
        Reply reply = n1.api.answer(new Call("GET", "/v1/nodes/n2/forward/services",
                Map.of("names", "web"), "", 1_000));
        assertEquals(Reply.ok("{\"on\":\"n2\"}"), reply);
        assertEquals(List.of(new Call("GET", "/v1/services", Map.of("names", "web"), "", 1_000,
                "n1")), called);
        assertEquals(List.of(), written);
    }

    @Test
    void whatChangesSomethingIsWrittenDownThere() {
        n1.api.answer(post("/v1/nodes/n2/forward/services/web/requests"));
        assertEquals(List.of(post("/v1/services/web/requests", "n1")), called);
        assertEquals(List.of("peer.asked {from=n1, uid=0, call=POST /v1/services/web/requests}"),
                written.stream().map(entry -> entry.event() + " " + entry.facts()).toList());
        assertEquals("root@n1", Wording.author(called.get(0), View.fresh(new Self(N2,
                new BootId("b"), "m", NodeState.IDLE, Clock.system().now()), cluster,
                Memory.NONE)));
    }

    @Test
    void theNodeItselfAnswersForItselfAndTheRestIsNotTouched() {
        assertEquals(Reply.ok("{\"on\":\"n1\"}"),
                n1.api.answer(post("/v1/nodes/n1/forward/node/requests")));
        n1.api.answer(post("/v1/nodes/n2/vouch"));
        assertEquals(List.of(post("/v1/node/requests"), post("/v1/nodes/n2/vouch")), called);
    }

    @Test
    void aForwardIsNotForwardedAgain() {
        n1.api.answer(post("/v1/nodes/n2/forward/nodes/n1/forward/node/requests"));
        assertEquals(List.of(post("/v1/nodes/n1/forward/node/requests", "n1")), called);
    }

    @Test
    void whatGoesWrongIsSaid() {
        assertEquals(404, n1.api.answer(post("/v1/nodes/n9/forward/x")).status());
        Reply silent = n1.api.answer(post("/v1/nodes/n3/forward/x"));
        assertEquals(503, silent.status());
        assertTrue(silent.json().contains("n3 is not heard: nothing was asked of it"));
        assertThrows(IllegalArgumentException.class,
                () -> n1.api.answer(post("/v1/nodes/-/forward/x")));
        Reply bad = n1.api.answer(post("/v1/nodes/n2/forward/bad"));
        assertEquals(400, bad.status());
        assertTrue(bad.json().contains("expected better"));
        assertEquals(500, n1.api.answer(post("/v1/nodes/n2/forward/bug")).status());
        assertEquals(413, n1.api.answer(post("/v1/nodes/n2/forward/long")).status());
        n2.heartbeat.close();
        Reply gone = n1.api.answer(post("/v1/nodes/n2/forward/x"));
        assertEquals(504, gone.status());
        assertTrue(gone.json().contains("n2 takes in nothing on any link"), gone.json());
    }

    private static Call post(String path) {
        return post(path, "");
    }

    private static Call post(String path, String node) {
        return new Call("POST", path, Map.of(), "{}", 0, node);
    }

    private static Beat beat(NodeName node) {
        return new Beat("lab", node, new BootId(node + "-boot"), "m", 1, 1, NodeState.IDLE,
                new TreeMap<>(), new TreeMap<>());
    }

    private static Cluster cluster() {
        TreeMap<NodeName, String> addresses = new TreeMap<>();
        List<NodeName> nodes = List.of(N1, N2, new NodeName("n3"));
        nodes.forEach(node -> addresses.put(node, "127.0.0.2" + node.value().substring(1)));
        Link link = new Link(new LinkName("hb#1"), addresses, freePort(),
                Duration.ofMinutes(2), Duration.ofMillis(50));
        return new Cluster("lab", nodes, List.of(link), Set.of(), Duration.ZERO, Duration.ZERO,
                Duration.ZERO, Duration.ZERO, false);
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }
}
