package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.understudy.model.Beat;
import org.understudy.model.Cluster;
import org.understudy.model.LinkName;
import org.understudy.wire.Page;
import org.understudy.wire.Page.Mark;
import org.understudy.wire.Page.Part;

class JGroupsHeartbeatTest {
    private final int port = Node.freePort();
    private final Cluster cluster = Node.cluster("lab", port, Node.INTERVAL, "n1", "n2");
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void closeAll() {
        nodes.forEach(Node::close);
    }

    @Test
    void twoNodesHearEachOtherUntilOneEnds() {
        Node n1 = node("n1", cluster).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        within(() -> n1.heard.size() > 3);
        assertGrowing(n1.heard);

        n2.close();
        int heard = n1.heard.size();
        await().during(Duration.ofMillis(250)).atMost(Duration.ofSeconds(2))
                .until(() -> n1.heard.size() <= heard + 1);
    }

    @Test
    void newWordsLeaveAtOnceAndManyOfThemTogether() {
        Cluster slow = Node.cluster("lab", port, Duration.ofSeconds(30), "n1", "n2");
        Node n1 = node("n1", slow);
        Node n2 = node("n2", slow);
        talkUntilHeard(n2, slow, n1);
        int already = n1.heard.size();

        n2.tell(slow, "b", 1_000);
        within(() -> n1.heard(1_000));
        n2.tell(slow, "b", 1_000);
        for (int generation = 1_001; generation <= 1_200; generation++) {
            n2.tell(slow, "b", generation);
        }
        within(() -> n1.heard(1_200));
        assertTrue(n1.heard.size() - already < 20, "beats: " + n1.heard.size());
    }

    @Test
    void theLastWordsAreSentOnceMoreAtTheEnd() {
        Cluster slow = Node.cluster("lab", port, Duration.ofSeconds(30), "n1", "n2");
        Node n1 = node("n1", slow);
        Node n2 = node("n2", slow);
        talkUntilHeard(n2, slow, n1);
        n2.tell(slow, "b", 1_000);
        n2.tell(slow, "b", 1_001);
        n2.close();
        within(() -> n1.heard(1_001));
    }

    @Test
    void anotherClusterOnTheSamePortIsDroppedAndCounted() {
        Cluster other = Node.cluster("other", port, Node.INTERVAL, "n1", "n2");
        Node n1 = node("n1", cluster).tell(cluster, "a", 1);
        node("n2", other).tell(other, "b", 1);
        within(() -> n1.dropped(Reason.FOREIGN) > 2);
        assertEquals(List.of(), n1.heard);
        assertEquals("127.0.0.12", n1.heartbeat.dropped().get(0).source());
    }

    @Test
    void aNodeThatIsNoMemberIsDroppedAndCounted() {
        Cluster three = Node.cluster("lab", port, Node.INTERVAL, "n1", "n2", "n3");
        Node n1 = node("n1", cluster);
        node("n3", three).tell(three, "c", 1);
        within(() -> n1.dropped(Reason.STRANGER) > 0);
        assertEquals(List.of(), n1.heard);
    }

    @Test
    void noiseIsCountedAndDoesNoHarm() throws IOException {
        Node n1 = node("n1", cluster).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster).tell(cluster, "b", 1);
        within(() -> n1.heard("b"));
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[random.nextInt(1_400)];
            random.nextBytes(noise);
            sendFrom("127.0.0.99", 0, noise);
        }
        sendFrom("127.0.0.99", 0, new byte[65_000]);
        sendFrom("127.0.0.99", 0, forgedLength());
        within(() -> n1.heartbeat.dropped().stream()
                .filter(one -> one.source().equals("127.0.0.99"))
                .mapToLong(Dropped::count).sum() == 52);
        int heard = n1.heard.size();
        within(() -> n1.heard.size() > heard + 2);
        assertTrue(n2.heartbeat.dropped().stream()
                .allMatch(one -> one.reason() == Reason.UNPROVEN));
    }

    @Test
    void pagesTravelBesideTheBeatsWithoutDelayingThem() throws Exception {
        List<Page> pages = new CopyOnWriteArrayList<>();
        AtomicLong clock = new AtomicLong(100);
        Node n1 = new Node(cluster, "n1", Node.key(1), replicator(clock, pages)).start()
                .tell(cluster, "a", 1);
        nodes.add(n1);
        Node n2 = new Node(cluster, "n2", Node.key(1),
                replicator(new AtomicLong(5_000), new ArrayList<>())).start()
                .tell(cluster, "b", 1);
        nodes.add(n2);
        within(() -> n1.heard("b") && clock.get() == 5_000);
        int beats = n1.heard.size();
        byte[] line = new byte[700];
        for (int i = 0; i < 200; i++) {
            int before = i - 16;
            within(() -> pages.size() > before);
            n2.heartbeat.send(n1.name, cluster.links().get(0).name(), new Page("lab", "n2", 6_000,
                    new Part(i, i, 0, line), Mark.NOTHING));
        }
        within(() -> pages.size() == 200 && clock.get() == 6_000);
        within(() -> n1.heard.size() >= beats + 5);
    }

    private static Replicator replicator(AtomicLong clock, List<Page> pages) {
        return new Replicator() {
            @Override
            public long clock() {
                return clock.get();
            }

            @Override
            public void clock(long heard) {
                clock.accumulateAndGet(heard, Math::max);
            }

            @Override
            public boolean take(LinkName link, Page page) {
                return pages.add(page);
            }
        };
    }

    @Test
    void onlyTheLinksPortIsOpen() throws IOException {
        Node n1 = node("n1", cluster).tell(cluster, "a", 1);
        node("n2", cluster).tell(cluster, "b", 1);
        Set<Integer> without = portsOfThisProcess();
        within(() -> n1.heard("b"));
        Set<Integer> opened = portsOfThisProcess();
        opened.removeAll(without);
        opened.add(port);
        assertEquals(Set.of(port), opened);
        assertFalse(portsOfThisProcess().contains(7500));
    }

    @Test
    void closeFreesThePortAndEndsTheThreads() {
        Node n1 = node("n1", cluster).tell(cluster, "a", 1);
        node("n2", cluster).tell(cluster, "b", 1);
        within(() -> n1.heard("b"));
        long start = System.nanoTime();
        closeAll();
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(4).toNanos());
        assertFalse(taken("127.0.0.11", port));
        assertFalse(taken("127.0.0.12", port));
        within(() -> threads().isEmpty());
    }

    @Test
    void aLinkWhoseAddressIsNotThereYetIsTakenUpLater() throws IOException {
        try (DatagramSocket inTheWay =
                new DatagramSocket(port, InetAddress.getByName("127.0.0.11"))) {
            node("n2", cluster).tell(cluster, "b", 1);
            node("n1", cluster).tell(cluster, "a", 1);
            await().pollDelay(Duration.ofMillis(400)).until(() -> true);
            assertEquals(List.of(), nodes.get(1).heard);
            assertTrue(inTheWay.isBound());
        }
        within(() -> nodes.get(1).heard("b") && nodes.get(0).heard("a"));
    }

    @Test
    void aLinkWithoutAnAddressForEachMemberIsRefused() {
        Cluster three = Node.cluster("lab", port, Node.INTERVAL, "n1", "n2", "n3");
        Cluster wrong = new Cluster("lab", three.nodes(), cluster.links(), Set.of(),
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        assertEquals("hb#1 addr: expected an address for n3, got none",
                assertThrows(IllegalArgumentException.class,
                        () -> new JGroupsHeartbeat(wrong, wrong.nodes().get(0),
                                Node.key(1), Replicator.NONE)).getMessage());
    }

    private Node node(String name, Cluster in) {
        Node node = new Node(in, name).start();
        nodes.add(node);
        return node;
    }

    private static void within(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10))
                .until(condition::getAsBoolean);
    }

    /** With a long interval, only news shows when both links are open. */
    private static void talkUntilHeard(Node teller, Cluster in, Node listener) {
        AtomicLong generation = new AtomicLong();
        within(() -> {
            listener.tell(in, "a", generation.incrementAndGet());
            teller.tell(in, "b", generation.incrementAndGet());
            return !listener.heard.isEmpty();
        });
    }

    private static void assertGrowing(List<Beat> beats) {
        for (int i = 1; i < beats.size(); i++) {
            assertTrue(beats.get(i).sequence() > beats.get(i - 1).sequence());
        }
    }

    private void sendFrom(String address, int from, byte[] bytes) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(from, InetAddress.getByName(address))) {
            socket.send(new DatagramPacket(bytes, bytes.length,
                    InetAddress.getByName("127.0.0.11"), port));
        }
    }

    /** What ends a JVM in JGroups' own parser: a message that claims two gigabytes of payload. */
    private static byte[] forgedLength() {
        byte[] bytes = new byte[51];
        bytes[0] = 0x29;
        bytes[1] = 0x47;
        bytes[43] = 0x7f;
        bytes[44] = -1;
        bytes[45] = -1;
        bytes[46] = -1;
        return bytes;
    }

    private static boolean taken(String address, int port) {
        try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getByName(address))) {
            return !socket.isBound();
        } catch (BindException e) {
            return true;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread)).map(Thread::getName)
                .filter(name -> !name.startsWith("awaitility")).collect(Collectors.toSet());
    }

    private static Set<Integer> portsOfThisProcess() throws IOException {
        Set<String> inodes;
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            inodes = open.map(JGroupsHeartbeatTest::inode).collect(Collectors.toSet());
        }
        Set<Integer> ports = new TreeSet<>();
        for (String table : List.of("udp", "udp6", "tcp", "tcp6")) {
            Files.readAllLines(Path.of("/proc/self/net", table)).stream().skip(1)
                    .map(line -> line.trim().split("\\s+"))
                    .filter(words -> inodes.contains(words[9]))
                    .forEach(words -> ports.add(
                            Integer.parseInt(words[1].substring(words[1].indexOf(':') + 1), 16)));
        }
        return ports;
    }

    private static String inode(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().replaceAll("\\D", "");
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
