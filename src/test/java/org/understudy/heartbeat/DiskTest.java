package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.understudy.heartbeat.Node.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.understudy.heartbeat.DiskHeader.Claim;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Way;

/** A file that two nodes share, and what else may be on it. */
class DiskTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final int MIB = 1 << 20;

    private final List<Node> nodes = new ArrayList<>();
    private Path file;
    private Cluster cluster;

    /** Not in the directory for temporary files: that may be memory, which knows no O_DIRECT. */
    @BeforeEach
    void file() throws IOException {
        file = Files.createTempFile(Files.createDirectories(Path.of("target")), "disk", "")
                .toAbsolutePath();
        grow(5 * MIB);
        cluster = on(file, "lab", "n1", "n2");
    }

    @AfterEach
    void closeAll() throws IOException {
        nodes.forEach(Node::close);
        Files.deleteIfExists(file);
    }

    private static Cluster on(Path file, String name, String... nodes) {
        Cluster plain = Node.cluster(name, 1, Node.INTERVAL, nodes);
        SortedMap<NodeName, String> devices = new TreeMap<>();
        plain.nodes().forEach(node -> devices.put(node, file.toString()));
        return Node.with(plain, new Link(new LinkName("hb#1"), new Way.Disk(devices),
                Duration.ofSeconds(2), Node.INTERVAL));
    }

    @Test
    void twoNodesHearEachOtherUntilOneEnds() {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        within(() -> n1.heard.size() > 10);
        assertFalse(n1.heard("a"));
        assertEquals(0, n1.dropped(Reason.REPLAY) + n1.dropped(Reason.SELF)
                + n1.dropped(Reason.TWIN) + n1.dropped(Reason.DAMAGED));
        n2.close();
        n1.settled();
    }

    @Test
    void anAgentThatIsStartedAgainIsHeardInTheSameSlot() throws IOException {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        List<Optional<Claim>> before = header().slots();
        n2.close();
        node("n2", cluster, 1).tell(cluster, "c", 1);
        within(() -> n1.heard("c"));
        assertEquals(before, header().slots());
        assertEquals(0, n1.dropped(Reason.TWIN) + nodes.get(2).dropped(Reason.SELF));
    }

    @Test
    void whatIsNotZeroIsNotTouchedAndNamed() throws IOException {
        for (long at : List.of(0L, 1080L, 3L * MIB + 17, 5L * MIB - 1)) {
            grow(0);
            grow(5 * MIB);
            put(at, new byte[] {7});
            byte[] before = Files.readAllBytes(file);
            assertTrue(refusal(cluster).contains("expected zeros"), refusal(cluster));
            assertArrayEquals(before, Files.readAllBytes(file));
        }
    }

    @Test
    void theDiskOfAnotherClusterIsNamedAndNotTouched() throws IOException {
        try (SharedDisk disk = SharedDisk.open(file)) {
            DiskHeader.of(disk, on(file, "prod", "n1"));
        }
        byte[] before = Files.readAllBytes(file);
        assertEquals(file + ": expected the disk of cluster lab's links, got that of cluster prod",
                refusal(cluster));
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        within(() -> n1.troubles().stream().anyMatch(text -> text.contains("cluster prod")));
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(List.of(), n1.heard);
    }

    @Test
    void anOperatorMayGiveUpWhatIsOnIt() throws IOException {
        put(1080, new byte[] {0x53, (byte) 0xef});
        assertTrue(assertThrows(IOException.class, () -> DiskMaker.make(file, cluster, false))
                .getMessage().contains("expected zeros"));
        assertTrue(DiskMaker.make(file, cluster, true));
        assertFalse(DiskMaker.make(file, cluster, false));
        assertEquals(Optional.of("lab"), header().cluster());
        Cluster prod = on(file, "prod", "n1");
        assertTrue(assertThrows(IOException.class, () -> DiskMaker.make(file, prod, false))
                .getMessage().endsWith("got that of cluster lab"));
        assertTrue(DiskMaker.make(file, prod, true));
        assertEquals(Optional.of("prod"), header().cluster());
    }

    @Test
    void itMustHaveRoomForAllMembers() throws IOException {
        assertEquals(file + ": expected at least 6 MiB for 5 members, got 5242880 bytes",
                refusal(on(file, "lab", "n1", "n2", "n3", "n4", "n5")));
        Files.delete(file);
        assertTrue(assertThrows(IOException.class, () -> SharedDisk.open(file)).getMessage()
                .endsWith("expected a disk or a file, got none"));
        assertFalse(Files.exists(file));
        assertTrue(assertThrows(IOException.class, () -> SharedDisk.open(Path.of("/dev/null")))
                .getMessage().endsWith("got something else"));
    }

    @Test
    void twoThatClaimOneSlotEndUpInTwo() throws IOException {
        try (SharedDisk disk = SharedDisk.open(file)) {
            DiskHeader.of(disk, cluster);
            Claim first = new Claim("n1", UUID.randomUUID());
            DiskHeader.claim(disk, 0, first);
            DiskHeader.claim(disk, 0, new Claim("n2", UUID.randomUUID()));
        }
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        assertEquals(Optional.of(1), header().slot(N1));
        assertEquals(Optional.of(0), header().slot(N2));
    }

    @Test
    void aSlotThatIsTakenAwayIsGivenUpForAnother() throws IOException {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        try (SharedDisk disk = SharedDisk.open(file)) {
            DiskHeader.claim(disk, header().slot(N1).orElseThrow(),
                    new Claim("n9", UUID.randomUUID()));
        }
        within(() -> {
            try {
                return header().slot(N1).filter(slot -> slot == 2).isPresent();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        int heard = n2.heard.size();
        within(() -> n2.heard.size() > heard + 5);
    }

    @Test
    void halfAWriteIsCountedAndNotRead() throws IOException {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        within(() -> slotted(N1));
        byte[] longer = new byte[10_000];
        try (SharedDisk disk = SharedDisk.open(file)) {
            DiskHeader.claim(disk, 1, new Claim("n2", UUID.randomUUID()));
            new DiskSlot(disk, 1).write(1, List.of(longer));
        }
        within(() -> n1.dropped(Reason.NOISE) == 1);
        put(2L * MIB, new byte[] {0, 0, 0, 0, 0, 0, 0, 2});
        within(() -> n1.dropped(Reason.TORN) > 0);
        assertEquals(List.of(), n1.heard);
    }

    @Test
    void recordedForgedAndForeignWordsInASlotAreCountedAndChangeNothing() throws IOException {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        byte[] recorded = slot(header().slot(N2).orElseThrow());
        within(() -> n1.heard.size() > 10);
        n2.close();
        int heard = n1.settled();
        put(SharedDisk.slot(header().slot(N2).orElseThrow()), recorded);
        within(() -> n1.dropped(Reason.REPLAY) == 1);
        byte[] forged = recorded.clone();
        forged[120] ^= 1;
        put(SharedDisk.slot(header().slot(N2).orElseThrow()), forged);
        within(() -> n1.dropped(Reason.DAMAGED) == 1);
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);
        put(SharedDisk.slot(header().slot(N2).orElseThrow()), noise);
        await().during(Duration.ofMillis(300)).until(() -> n1.heard.size() == heard);
        node("n2", cluster, 2).tell(cluster, "c", 1);
        within(() -> n1.dropped(Reason.WRONG_KEY) > 2);
        assertEquals(heard, n1.heard.size());
        assertEquals("slot of n2", n1.heartbeat.dropped().get(0).source());
    }

    @Test
    void aSecondNodeOfTheSameNameIsNamedByBoth() {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        Node clone = node("n1", cluster, 1).tell(cluster, "clone", 1);
        within(() -> n1.dropped(Reason.SELF) > 0 && clone.dropped(Reason.SELF) > 0);
    }

    @Test
    void aDiskThatComesLaterIsTakenUp() throws IOException {
        Files.delete(file);
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> Stream.of(n1, n2).allMatch(node -> node.troubles().stream().anyMatch(
                text -> text.contains("expected a disk or a file, got none"))));
        assertFalse(Files.exists(file));
        grow(5 * MIB);
        within(() -> n1.heard("b") && n2.heard("a"));
    }

    private String refusal(Cluster of) throws IOException {
        try (SharedDisk disk = SharedDisk.open(file)) {
            return assertThrows(DiskHeader.Taken.class, () -> DiskHeader.of(disk, of))
                    .getMessage();
        }
    }

    private DiskHeader header() throws IOException {
        try (SharedDisk disk = SharedDisk.open(file)) {
            return DiskHeader.read(disk);
        }
    }

    private boolean slotted(NodeName node) {
        try {
            return header().slot(node).isPresent();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] slot(int number) throws IOException {
        return Arrays.copyOfRange(Files.readAllBytes(file), (1 + number) * MIB,
                (1 + number) * MIB + SharedDisk.BLOCK);
    }

    private void grow(long size) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(size);
        }
    }

    private void put(long at, byte[] bytes) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rws")) {
            raw.seek(at);
            raw.write(bytes);
        }
    }

    private Node node(String name, Cluster in, int key) {
        Node node = new Node(in, name, Node.key(key), Replicator.NONE).start();
        nodes.add(node);
        return node;
    }
}
