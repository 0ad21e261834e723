package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Goal;
import org.understudy.model.Instance;
import org.understudy.model.Link;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.Target;
import org.understudy.model.Way;
import org.understudy.wire.BeatCodec;

class PartsTest {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final List<Node> nodes = new ArrayList<>();
    private final int port = Node.freePort();
    private Path file;

    @AfterEach
    void closeAll() throws IOException {
        nodes.forEach(Node::close);
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    @Test
    void whatFitsGoesAsItIs() {
        byte[] small = new byte[Parts.WHOLE];
        assertEquals(List.of(small), Parts.of(small, 1));
    }

    @Test
    void whatDoesNotIsCutAndPutTogetherInAnyOrder() {
        byte[] beat = new byte[400_000];
        new Random(1).nextBytes(beat);
        List<byte[]> parts = new ArrayList<>(Parts.of(beat, 7));
        assertEquals(9, parts.size());
        Collections.shuffle(parts, new Random(2));
        parts.add(3, parts.get(2));
        Parts together = new Parts();
        for (byte[] part : parts.subList(0, 9)) {
            assertEquals(Optional.empty(), together.take(part));
        }
        assertArrayEquals(beat, together.take(parts.get(9)).orElseThrow());
    }

    @Test
    void aBeatThatLostAPartGivesWayToTheNext() {
        byte[] beat = new byte[150_000];
        new Random(1).nextBytes(beat);
        Parts together = new Parts();
        assertEquals(Optional.empty(), together.take(Parts.of(beat, 7).get(0)));
        List<byte[]> next = Parts.of(beat, 8);
        next.subList(0, 3).forEach(part -> assertEquals(Optional.empty(), together.take(part)));
        assertArrayEquals(beat, together.take(next.get(3)).orElseThrow());
    }

    @Test
    void whatIsNoPartIsRefused() {
        byte[] good = Parts.of(new byte[100_000], 7).get(0);
        for (int length = 0; length < good.length; length++) {
            byte[] torn = java.util.Arrays.copyOf(good, length);
            assertThrows(IllegalArgumentException.class, () -> new Parts().take(torn));
        }
    }

    @Test
    void whatInflatesWithoutEndIsRefused() {
        List<byte[]> bomb = Parts.of(new byte[64 << 20], 7);
        Parts together = new Parts();
        for (byte[] part : bomb.subList(0, bomb.size() - 1)) {
            assertEquals(Optional.empty(), together.take(part));
        }
        byte[] all = together.take(bomb.get(bomb.size() - 1)).orElseThrow();
        assertTrue(all.length < BeatCodec.MAX_BYTES + 10_000, all.length + " bytes");
        assertThrows(IllegalArgumentException.class, () -> BeatCodec.decode(all));
    }

    /** As many as a node may have, each with all that may be told of it. */
    @Test
    void theMostServicesFit() {
        Beat beat = beat("n1", "a", 2_000, true);
        byte[] bytes = BeatCodec.encode(beat);
        List<byte[]> parts = Parts.of(bytes, 1);
        assertTrue(parts.size() <= 8, bytes.length + " bytes in " + parts.size());
        assertTrue(parts.stream().mapToInt(part -> part.length).sum() < DiskSlot.MOST / 2);
    }

    @Test
    void aThousandServicesAreHeardOnALine() {
        exchange(Node.cluster("lab", port, INTERVAL, "n1", "n2"), 1_000, false);
    }

    @Test
    void twoThousandWithAllThereIsToTellAreHeardInAGroup() {
        Cluster plain = Node.cluster("lab", port, INTERVAL, "n1", "n2");
        exchange(Node.with(plain, new Link(plain.links().get(0).name(), new Way.Multicast(
                "239.78." + port / 256 + "." + port % 256, port, plain.links().get(0).addresses()),
                Duration.ofSeconds(2), INTERVAL)), 2_000, true);
    }

    @Test
    void andOnADisk() throws IOException {
        file = Files.createTempFile(Files.createDirectories(Path.of("target")), "large", "");
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(4 << 20);
        }
        Cluster plain = Node.cluster("lab", port, INTERVAL, "n1", "n2");
        SortedMap<NodeName, String> devices = new TreeMap<>();
        plain.nodes().forEach(node -> devices.put(node, file.toAbsolutePath().toString()));
        exchange(Node.with(plain, new Link(plain.links().get(0).name(), new Way.Disk(devices),
                Duration.ofSeconds(2), INTERVAL)), 2_000, true);
    }

    private void exchange(Cluster cluster, int services, boolean all) {
        Node n1 = new Node(cluster, "n1").start();
        nodes.add(n1);
        Node n2 = new Node(cluster, "n2").start();
        nodes.add(n2);
        n1.tell(beat("n1", "a", services, all));
        n2.tell(beat("n2", "b", services, all));
        await().atMost(Duration.ofSeconds(20)).until(() -> n1.heard("b") && n2.heard("a"));
        int before = n1.heard.size();
        await().atMost(Duration.ofSeconds(20)).until(() -> n1.heard.size() > before + 5);
        assertEquals(beat("n2", "b", services, all).instances(),
                n1.heard.get(n1.heard.size() - 1).instances());
        assertEquals(0, n1.dropped(Reason.NOISE) + n1.dropped(Reason.REPLAY)
                + n1.dropped(Reason.DAMAGED));
    }

    static Beat beat(String node, String boot, int services, boolean all) {
        Random random = new Random(9);
        SortedMap<ServiceName, Instance> instances = new TreeMap<>();
        for (int i = 0; i < services; i++) {
            String sum = String.format("%016x%016x", random.nextLong(), random.nextLong());
            Target target = new Target(random.nextInt(1_000_000),
                    new java.util.UUID(random.nextLong(), random.nextLong()).toString(),
                    "root@" + node, Goal.STARTED);
            instances.put(new ServiceName(String.format("service-%05d", i)),
                    new Instance(Status.values()[random.nextInt(Status.values().length)],
                            Status.WARN, Monitor.IDLE, false, sum,
                            all ? Optional.of(target) : Optional.empty(),
                            all ? random.nextInt(1_000_000) : 0,
                            all ? new Instance.Past(random.nextLong() >>> 1,
                                    random.nextLong() >>> 1, random.nextInt(9),
                                    random.nextInt(1 << 20), random.nextInt(1 << 20))
                                    : Instance.Past.NONE));
        }
        return new Beat("lab", new NodeName(node), new BootId(boot), "machine", 1, 1,
                NodeState.IDLE, instances, new TreeMap<>());
    }
}
