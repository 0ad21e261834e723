package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.understudy.heartbeat.Node.within;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jgroups.JChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Way;

/** A group on the loopback card: the nodes, and whoever else listens and sends there. */
class MulticastTest {
    private final int port = Node.freePort();
    private final String group = "239.77." + port / 256 + "." + (port % 256);
    private final Cluster cluster = multicast("lab", Node.INTERVAL);
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void closeAll() {
        nodes.forEach(Node::close);
    }

    private Cluster multicast(String name, Duration interval) {
        Cluster plain = Node.cluster(name, port, interval, "n1", "n2");
        Link unicast = plain.links().get(0);
        return Node.with(plain, new Link(unicast.name(), new Way.Multicast(group, port,
                unicast.addresses()), unicast.timeout(), interval));
    }

    @Test
    void twoNodesHearEachOtherAndTheirOwnWordsAreNoneOfTheOthers() {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        within(() -> n1.heard.size() > 10);
        assertFalse(n1.heard("a"));
        assertEquals(0, n1.dropped(Reason.REPLAY) + n1.dropped(Reason.SELF)
                + n1.dropped(Reason.TWIN));
    }

    @Test
    void theyAskEachOtherToo() throws Exception {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        n2.heartbeat.channel().answer((from, question) -> question, Runnable::run);
        byte[] question = new byte[50_000];
        new Random(3).nextBytes(question);
        assertArrayEquals(question, n1.heartbeat.channel().ask(new NodeName("n2"), question,
                Duration.ofSeconds(5)));
    }

    @Test
    void anotherClusterAndAnotherKeyInTheSameGroupAreCountedAndNotHeard() {
        Cluster other = multicast("other", Node.INTERVAL);
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node foreign = node("n2", other, 1).tell(other, "b", 1);
        within(() -> n1.dropped(Reason.FOREIGN) > 2);
        foreign.close();
        node("n2", cluster, 2).tell(cluster, "c", 1);
        within(() -> n1.dropped(Reason.WRONG_KEY) > 2);
        assertEquals(List.of(), n1.heard);
    }

    @Test
    void recordedBeatsCountForNothingWhoeverSendsThem() throws IOException {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        List<byte[]> recorded = record(20);
        n2.close();
        int heard = n1.settled();
        long dropped = n1.dropped(Reason.REPLAY);
        for (byte[] each : recorded) {
            send("127.0.0.66", each);
        }
        within(() -> n1.dropped(Reason.REPLAY) >= dropped + recorded.size());
        assertEquals(heard, n1.heard.size());
    }

    @Test
    void aFloodOfNoiseDelaysNobody() throws IOException {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b"));
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(1_400)];
            random.nextBytes(noise);
            send("127.0.0.66", noise);
        }
        int heard = n1.heard.size();
        within(() -> n1.heard.size() > heard + 3);
        assertTrue(n1.heartbeat.dropped().stream().filter(one -> one.source()
                .equals("127.0.0.66")).mapToLong(Dropped::count).sum() > 100);
    }

    @Test
    void whoSpeaksPlainJGroupsThereIsNotHeard() throws Exception {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        int heard = n1.heard.size();
        InetAddress own = InetAddress.getByName("127.0.0.1");
        try (JChannel rogue = new JChannel(new Rogue(own, group, port))) {
            rogue.connect("lab");
            rogue.send(null, "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            within(() -> n1.dropped(Reason.NOISE) > 0);
        }
        within(() -> n1.heard.size() > heard + 3);
    }

    @Test
    void withoutACardItWaitsForOne() {
        Way.Multicast way = new Way.Multicast(group, port, new java.util.TreeMap<>(
                java.util.Map.of(new NodeName("n1"), "nocard0")));
        Cluster lost = Node.with(cluster, new Link(new LinkName("hb#1"), way,
                Duration.ofSeconds(2), Node.INTERVAL));
        assertEquals("there is no network card nocard0", org.junit.jupiter.api.Assertions
                .assertThrows(IOException.class, () -> Card.of(new NodeName("n1"), way))
                .getMessage());
        Node n1 = node("n1", lost, 1).tell(lost, "a", 1);
        node("n2", cluster, 1).tell(cluster, "b", 1);
        await().during(Duration.ofMillis(300)).until(() -> n1.heard.isEmpty());
    }

    @Test
    void aCloneUnderThisNodesNameIsNamed() throws IOException {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b"));
        Envelope clone = new Envelope(new Lane(cluster, n1.name, cluster.links().get(0)),
                Node.key(1), UUID.randomUUID(), Node.digests());
        send("127.0.0.66", clone.pack(Node.beat("lab", "n1", "clone", 1, 1), 0).get(0));
        within(() -> n1.dropped(Reason.SELF) == 1);
    }

    private Node node(String name, Cluster in, int key) {
        Node node = new Node(in, name, Node.key(key), Replicator.NONE).start();
        nodes.add(node);
        return node;
    }

    private List<byte[]> record(int count) throws IOException {
        try (MulticastSocket ear = new MulticastSocket(new InetSocketAddress(group, port))) {
            ear.joinGroup(new InetSocketAddress(group, port), loopback());
            ear.setSoTimeout(5_000);
            List<byte[]> recorded = new ArrayList<>();
            byte[] buffer = new byte[65_000];
            while (recorded.size() < count) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                ear.receive(packet);
                byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
                if (packet.getAddress().getHostAddress().equals("127.0.0.12")) {
                    recorded.add(bytes);
                }
            }
            return recorded;
        }
    }

    private void send(String from, byte[] bytes) throws IOException {
        try (MulticastSocket mouth = new MulticastSocket(new InetSocketAddress(from, 0))) {
            mouth.setNetworkInterface(loopback());
            mouth.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(group),
                    port));
        }
    }

    private static NetworkInterface loopback() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    }
}
