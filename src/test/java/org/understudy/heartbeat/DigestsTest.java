package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.understudy.model.Beat;
import org.understudy.model.Cluster;
import org.understudy.model.Instance;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.wire.BeatCodec;

class DigestsTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final NodeName N3 = new NodeName("n3");
    private static final Duration LATELY = Duration.ofSeconds(10);

    private final int port = Node.freePort();
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void closeAll() {
        nodes.forEach(Node::close);
    }

    @Test
    void whoIsKnownByAllIsAsSmallWithAThousandServicesAsWithOne() {
        Cluster cluster = Node.cluster("lab", port, Node.INTERVAL, "n1", "n2", "n3");
        for (int services : List.of(1, 1_000)) {
            Digests digests = new Digests(List.of(N2, N3), LATELY);
            Envelope envelope = new Envelope(new Lane(cluster, N1, cluster.links().get(0)),
                    Node.key(1), UUID.randomUUID(), digests);
            Beat beat = PartsTest.beat("n1", "a", services, true);
            String digest = BeatCodec.digest(beat.instances());
            int whole = bytes(envelope, beat);
            digests.word(N2, digest, System.nanoTime());
            assertTrue(bytes(envelope, beat) >= whole, "n3 knows nothing yet");
            digests.word(N3, digest, System.nanoTime());
            assertTrue(bytes(envelope, beat) < 400, bytes(envelope, beat) + " bytes");
            assertTrue(bytes(envelope, PartsTest.beat("n1", "a", services + 1, true)) > 400,
                    "what is new is told");
            digests.word(N2, "", System.nanoTime());
            assertTrue(bytes(envelope, beat) >= whole, "n2 has restarted");
        }
    }

    private static int bytes(Envelope envelope, Beat beat) {
        return envelope.pack(beat, 0).stream().mapToInt(one -> one.length).sum();
    }

    @Test
    void anOldWordIsNotReliedOn() {
        Digests digests = new Digests(List.of(N2), LATELY);
        digests.word(N2, "d", 0);
        assertTrue(digests.allKnow("d", LATELY.toNanos()));
        assertFalse(digests.allKnow("d", LATELY.toNanos() + 1));
        assertFalse(digests.allKnow("e", 1));
    }

    @Test
    void whatWasToldLastAndBeforeIsKnown() {
        Digests digests = new Digests(List.of(N2), LATELY);
        SortedMap<ServiceName, Instance> one = PartsTest.beat("n2", "b", 1, true).instances();
        assertEquals(Optional.empty(), digests.of(N2, "a"));
        digests.told(N2, "a", one);
        digests.told(N2, "b", new TreeMap<>());
        assertEquals(Optional.of(one), digests.of(N2, "a"));
        assertEquals("b", digests.held().get(N2));
        digests.told(N2, "c", new TreeMap<>());
        assertEquals(Optional.empty(), digests.of(N2, "a"));
        digests.told(N2, "", new TreeMap<>());
        assertEquals(new TreeMap<>(), digests.held(), "an older release has none");
    }

    @Test
    void digestsTellInstancesApart() {
        Beat beat = PartsTest.beat("n1", "a", 3, true);
        String digest = BeatCodec.digest(beat.instances());
        assertEquals(32, digest.length());
        assertEquals(digest, BeatCodec.digest(PartsTest.beat("n1", "b", 3, true).instances()));
        for (ServiceName each : beat.instances().keySet()) {
            SortedMap<ServiceName, Instance> without = new TreeMap<>(beat.instances());
            without.remove(each);
            assertFalse(digest.equals(BeatCodec.digest(without)));
        }
    }

    /** At rest, after news, after a restart, and to one that comes late. */
    @Test
    void everybodyHearsAllInstancesAllTheTime() {
        Cluster cluster = Node.cluster("lab", port, Node.INTERVAL, "n1", "n2", "n3");
        Node n1 = node(cluster, "n1");
        Node n2 = node(cluster, "n2");
        n1.tell(PartsTest.beat("n1", "a", 20, true));
        n2.tell(PartsTest.beat("n2", "b", 30, false));
        hears(n1, "b", 30);
        Node n3 = node(cluster, "n3");
        n3.tell(PartsTest.beat("n3", "c", 40, true));
        hears(n3, "a", 20);
        hears(n3, "b", 30);
        hears(n1, "c", 40);
        n2.tell(PartsTest.beat("n2", "b2", 31, false));
        hears(n1, "b2", 31);
        hears(n3, "b2", 31);
        n1.close();
        nodes.remove(n1);
        Node again = node(cluster, "n1");
        again.tell(PartsTest.beat("n1", "a2", 20, true));
        hears(again, "b2", 31);
        hears(n2, "a2", 20);
        assertEquals(0, n2.dropped(Reason.NOISE) + n2.dropped(Reason.UNTOLD));
    }

    private Node node(Cluster cluster, String name) {
        Node node = new Node(cluster, name).start();
        nodes.add(node);
        return node;
    }

    /** Often, and the same each time. */
    private static void hears(Node node, String boot, int services) {
        await().atMost(Duration.ofSeconds(30)).until(() -> of(node, boot).size() > 12);
        assertTrue(of(node, boot).stream().allMatch(beat -> beat.instances().size() == services),
                "a beat of " + boot + " without its instances");
    }

    private static List<Beat> of(Node node, String boot) {
        return node.heard.stream().filter(beat -> beat.boot().value().equals(boot)).toList();
    }
}
