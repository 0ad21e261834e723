package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.heartbeat.Echoes.Echo;
import org.understudy.model.Beat;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.Page;
import org.understudy.wire.Page.Mark;
import org.understudy.wire.Page.Part;
import org.understudy.wire.PageCodec;

/** An attacker on the link: in n3's place it hears what n2 tells all, and sends in n2's name. */
class SealedLinksTest {
    private static final String N2 = "127.0.0.12";

    private final int port = Node.freePort();
    private final Cluster cluster = Node.cluster("lab", port, Node.INTERVAL, "n1", "n2", "n3");
    private final List<Node> nodes = new ArrayList<>();
    private DatagramSocket ear;

    @TempDir
    Path directory;

    @BeforeEach
    void listen() throws IOException {
        ear = new DatagramSocket(port, InetAddress.getByName("127.0.0.13"));
        ear.setSoTimeout(60_000);
    }

    @AfterEach
    void closeAll() {
        nodes.forEach(Node::close);
        ear.close();
    }

    @Test
    void whatWasRecordedBeforeThisAgentBeganCountsForNothing() throws IOException {
        Node n2 = node("n2").tell(cluster, "b", 1);
        List<byte[]> recorded = record(Kind.BEAT, "n2", 10);
        n2.close();
        Node n1 = node("n1").tell(cluster, "a", 1);
        record(Kind.BEAT, "n1", 3);
        for (byte[] each : recorded) {
            send(each);
        }
        within(() -> n1.dropped(Reason.UNPROVEN) == recorded.size());
        assertEquals(List.of(), n1.heard);
    }

    @Test
    void whatWasRecordedSinceCountsOnce() throws IOException {
        Node n1 = node("n1").tell(cluster, "a", 1);
        Node n2 = node("n2").tell(cluster, "b", 1);
        within(() -> n1.heard("b"));
        List<byte[]> recorded = record(Kind.BEAT, "n2", 10);
        n2.close();
        int heard = settled(n1);
        for (byte[] each : recorded) {
            send(each);
        }
        within(() -> n1.dropped(Reason.REPLAY) == recorded.size());
        await().during(Duration.ofMillis(150)).until(() -> n1.heard.size() == heard);
        Node again = node("n2").tell(cluster, "c", 1);
        within(() -> n1.heard("c"));
        again.close();
        int later = settled(n1);
        for (byte[] each : recorded) {
            send(each);
        }
        within(() -> n1.dropped(Reason.REPLAY) == 2 * recorded.size());
        assertEquals(later, n1.heard.size());
    }

    /** How much it heard, once the last words of who left have come in. */
    private static int settled(Node node) {
        int[] last = {-1};
        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            int before = last[0];
            last[0] = node.heard.size();
            return before == last[0];
        });
        return last[0];
    }

    @Test
    void aRestartedAgentIsHeardWithinTwoIntervals() {
        Duration interval = Duration.ofMillis(500);
        Cluster slow = Node.cluster("lab", port, interval, "n1", "n2", "n3");
        Node n1 = node(slow, "n1", Node.key(1)).tell(slow, "a", 1);
        Node n2 = node(slow, "n2", Node.key(1)).tell(slow, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        n2.close();
        await().pollDelay(interval.multipliedBy(2)).until(() -> true);
        Node again = node(slow, "n2", Node.key(1)).tell(slow, "c", 1);
        within(() -> n1.heard("c") && again.heard("a"));
        long first = n1.heard.stream().filter(beat -> beat.boot().value().equals("c"))
                .findFirst().orElseThrow().sequence();
        assertTrue(first <= 3, "it was heard by its beat " + first);
        assertEquals(0, n1.dropped(Reason.TWIN));
    }

    @Test
    void anotherKeyOpensNothing() {
        Node n1 = node("n1").tell(cluster, "a", 1);
        Node n2 = node(cluster, "n2", Node.key(2)).tell(cluster, "b", 1);
        within(() -> n1.dropped(Reason.WRONG_KEY) > 2 && n2.dropped(Reason.WRONG_KEY) > 2);
        assertTrue(n1.heard.isEmpty() && n2.heard.isEmpty());
    }

    @Test
    void twoKeysAtOnceLetOneChangeWithoutAGap() throws IOException {
        KeyFile first = keyFile("n1", 1);
        KeyFile second = keyFile("n2", 1);
        Node n1 = node(cluster, "n1", first).tell(cluster, "a", 1);
        Node n2 = node(cluster, "n2", second).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        int[][] steps = {{1, 2}, {2, 1}, {2}};
        for (int[] step : steps) {
            for (String name : List.of("n1", "n2")) {
                write(name, step);
                assertTrue(first.look() || second.look());
                int heard = n1.heard.size();
                int told = n2.heard.size();
                within(() -> n1.heard.size() > heard + 2 && n2.heard.size() > told + 2);
            }
        }
        assertEquals(0, n1.dropped(Reason.WRONG_KEY) + n2.dropped(Reason.WRONG_KEY));
    }

    @Test
    void aFlippedBitOrAMissingEndIsCountedAndChangesNothing() throws IOException {
        Node n1 = node("n1").tell(cluster, "a", 1);
        node("n2").tell(cluster, "b", 1);
        within(() -> n1.heard("b"));
        byte[] beat = record(Kind.BEAT, "n2", 1).get(0);
        nodes.get(1).close();
        settled(n1);
        List<Beat> heard = List.copyOf(n1.heard);
        long before = dropped(n1);
        Random random = new Random(11);
        int sent = 0;
        for (int i = 0; i < 400; i++) {
            byte[] changed = beat.clone();
            int bit = random.nextInt(8 * beat.length);
            changed[bit / 8] ^= 1 << bit % 8;
            send(changed);
            send(Arrays.copyOf(beat, random.nextInt(beat.length)));
            sent += 2;
            long expected = before + sent;
            within(() -> dropped(n1) == expected);
        }
        assertEquals(heard, n1.heard);
        assertTrue(n1.dropped(Reason.DAMAGED) > 200);
    }

    @Test
    void anUnsealedBeatOrPageIsNotEvenRead() throws IOException {
        Node n1 = node("n1").tell(cluster, "a", 1);
        record(Kind.BEAT, "n1", 1);
        send("{\"v\":1,\"c\":\"lab\",\"n\":\"n2\"}".getBytes(StandardCharsets.UTF_8));
        send(PageCodec.encode(page()));
        within(() -> n1.dropped(Reason.UNSEALED) == 2);
    }

    /** In whatever way another release seals, it is counted as one, and not as noise. */
    @Test
    void aFrameOfAnotherVersionIsNotEvenOpened() throws IOException {
        Node n1 = node("n1").tell(cluster, "a", 1);
        record(Kind.BEAT, "n1", 1);
        byte[] later = envelope("n2").pack(Node.beat("lab", "n2", "b", 1, 1), 0).get(0);
        later[1] = Header.VERSION + 1;
        send(later);
        within(() -> n1.dropped(Reason.VERSION) == 1);
        assertEquals(0, n1.dropped(Reason.NOISE) + n1.dropped(Reason.DAMAGED));
        assertEquals(List.of(), n1.heard);
    }

    @Test
    void whatIsMeantForAnotherLinkOrNodeDoesNotOpen() throws IOException {
        Node n1 = node("n1").tell(cluster, "a", 1);
        record(Kind.BEAT, "n1", 1);
        Envelope other = new Envelope(new Lane(cluster, new NodeName("n2"),
                link(new LinkName("hb#2"))), Node.key(1), UUID.randomUUID(), Node.digests());
        send(other.pack(Node.beat("lab", "n2", "b", 1, 1), 0).get(0));
        Envelope same = envelope("n2");
        send(same.pack(new NodeName("n3"), page()));
        within(() -> n1.dropped(Reason.DAMAGED) == 2);
        send(same.pack(new NodeName("n1"), page()));
        within(() -> n1.dropped(Reason.UNPROVEN) == 1);
        sendFrom("127.0.0.14", same.pack(new NodeName("n1"), page()));
        within(() -> n1.dropped(Reason.ADDRESS) == 1);
        sendFrom("127.0.0.15", envelope("n1").pack(Node.beat("lab", "n1", "b", 1, 1), 0).get(0));
        within(() -> n1.dropped(Reason.SELF) == 1);
        sendFrom("127.0.0.11", record(Kind.BEAT, "n1", 1).get(0));
        within(() -> n1.dropped(Reason.REPLAY) == 1);
        assertEquals(List.of(), n1.heard);
    }

    @Test
    void aPageFitsItsBoundWithItsSeal() {
        int room = PageCodec.room("lab", "n2");
        Page full = new Page("lab", "n2", Long.MAX_VALUE, new Part(Long.MAX_VALUE, Long.MAX_VALUE,
                PageCodec.MAX_LINE, new byte[room]),
                new Mark(Long.MAX_VALUE, Long.MAX_VALUE, PageCodec.MAX_LINE));
        int length = envelope("n2").pack(new NodeName("n1"), full).length;
        assertTrue(length <= PageCodec.MAX_PACKET && length > 1_100, length + " bytes");
    }

    @Test
    void aCloneThatSpeaksUnderTheSameNameIsNamedAndNotBelieved() throws IOException {
        Node n1 = node("n1").tell(cluster, "a", 1);
        node("n2").tell(cluster, "b", 1);
        within(() -> n1.heard("b"));
        Envelope clone = envelope("n2");
        within(() -> {
            Header ours = header(record(Kind.BEAT, "n1", 1).get(0));
            clone.echoes().heard(n1.name, new Echo(ours.life(), ours.number()));
            send(clone.pack(Node.beat("lab", "n2", "clone", 1, 1), 0).get(0));
            return n1.dropped(Reason.TWIN) > 2;
        });
        assertFalse(n1.heard("clone"));
    }

    private Envelope envelope(String node) {
        return new Envelope(new Lane(cluster, new NodeName(node), cluster.links().get(0)),
                Node.key(1), UUID.randomUUID(), Node.digests());
    }

    private Link link(LinkName name) {
        Link one = cluster.links().get(0);
        return new Link(name, one.way(), one.timeout(), one.interval());
    }

    private static Page page() {
        return new Page("lab", "n2", 9_000, new Part(1, 1, 0, new byte[3]), Mark.NOTHING);
    }

    private static long dropped(Node node) {
        return node.heartbeat.dropped().stream()
                .filter(one -> one.reason() != Reason.UNPROVEN).mapToLong(Dropped::count).sum();
    }

    private Node node(String name) {
        return node(cluster, name, Node.key(1));
    }

    private Node node(Cluster in, String name, KeyFile keys) {
        Node node = new Node(in, name, keys, Replicator.NONE).start();
        nodes.add(node);
        return node;
    }

    private KeyFile keyFile(String name, int... keys) throws IOException {
        write(name, keys);
        return KeyFile.of(directory.resolve(name), cluster);
    }

    private void write(String name, int... keys) throws IOException {
        Path next = Files.createTempFile(directory, name, "", PosixFilePermissions
                .asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, Node.lines(keys));
        Files.deleteIfExists(directory.resolve(name));
        Files.move(next, directory.resolve(name));
    }

    private List<byte[]> record(Kind kind, String from, int count) {
        List<byte[]> recorded = new ArrayList<>();
        byte[] buffer = new byte[65_000];
        while (recorded.size() < count) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                ear.receive(packet);
            } catch (IOException e) {
                throw new IllegalStateException("nothing to record", e);
            }
            byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
            Header header = header(bytes);
            if (header.kind() == kind && header.sender() == Header.mark(from)) {
                recorded.add(bytes);
            }
        }
        return recorded;
    }

    private static Header header(byte[] datagram) {
        try {
            return Header.read(datagram);
        } catch (Refused e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(byte[] bytes) {
        sendFrom(N2, bytes);
    }

    private void sendFrom(String address, byte[] bytes) {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address))) {
            socket.send(new DatagramPacket(bytes, bytes.length,
                    InetAddress.getByName("127.0.0.11"), port));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void within(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5))
                .until(condition::getAsBoolean);
    }
}
