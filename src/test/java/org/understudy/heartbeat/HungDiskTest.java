package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Way;

/** A real block device as a link; and one on a filesystem that is frozen, where writes hang. */
@Tag("lab")
class HungDiskTest {
    private static final LinkName DISK = new LinkName("hb#2");

    private final List<Node> nodes = new ArrayList<>();
    private final List<String> loops = new ArrayList<>();
    private Path directory;
    private Path mount;
    private boolean mounted;
    private boolean frozen;

    @BeforeEach
    void mount() throws Exception {
        directory = Files.createTempDirectory(Path.of("/var/tmp"), "hungdisk");
        mount = Files.createDirectory(directory.resolve("mnt"));
        String device = loop(sized(directory.resolve("fs.img"), 64));
        run("mkfs.ext4", "-q", "-F", device);
        run("mount", device, mount.toString());
        mounted = true;
    }

    @AfterEach
    void cleanUp() throws Exception {
        if (frozen) {
            freeze(false);
        }
        nodes.forEach(Node::close);
        await().atMost(Duration.ofSeconds(20)).until(() -> !mounted
                || new ProcessBuilder("umount", mount.toString()).start().waitFor() == 0);
        for (String loop : loops) {
            run("losetup", "-d", loop);
        }
        for (String name : List.of("mnt", "fs.img", "raw.img", "ext4.img", "")) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    @Test
    void aBlockDeviceIsALink() throws Exception {
        String device = loop(sized(directory.resolve("raw.img"), 4));
        Cluster cluster = cluster(Node.freePort(), device);
        Cluster alone = Node.with(cluster, cluster.links().get(1));
        Node n1 = node("n1", alone).tell(alone, "a", 1);
        Node n2 = node("n2", alone).tell(alone, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        Path image = sized(directory.resolve("ext4.img"), 16);
        String ext4 = loop(image);
        run("mkfs.ext4", "-q", "-F", ext4);
        byte[] before = Files.readAllBytes(image);
        Node stranger = node("n1", Node.with(cluster, disk(ext4))).tell(alone, "c", 1);
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        assertTrue(Arrays.equals(before, Files.readAllBytes(image)));
        assertTrue(stranger.troubles().get(0).contains("expected zeros"),
                () -> stranger.troubles().toString());
        assertEquals(List.of(), stranger.heard);
    }

    @Test
    void aDiskThatHangsHoldsUpNothingButItself() throws Exception {
        Path file = sized(mount.resolve("hb.img"), 4);
        Cluster cluster = cluster(Node.freePort(), file.toString());
        Node n1 = node("n1", cluster).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster).tell(cluster, "b", 1);
        within(() -> n1.on(DISK) > 5 && n2.on(DISK) > 5);

        freeze(true);
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        long disk = n1.on(DISK);
        int heard = n1.heard.size();
        within(() -> n1.heard.size() > heard + 20);
        assertEquals(disk, n1.on(DISK));
        within(() -> n1.troubles().stream()
                .anyMatch(one -> one.contains("does not answer")));
        long begin = System.nanoTime();
        n2.close();
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(4).toNanos());

        freeze(false);
        node("n2", cluster).tell(cluster, "c", 1);
        within(() -> n1.on(DISK) > disk + 5);
        within(() -> n1.troubles().isEmpty());
    }

    private static Cluster cluster(int port, String device) {
        Cluster plain = Node.cluster("lab", port, Node.INTERVAL, "n1", "n2");
        return Node.with(plain, plain.links().get(0), disk(device));
    }

    private static Link disk(String device) {
        SortedMap<NodeName, String> devices = new TreeMap<>();
        devices.put(new NodeName("n1"), device);
        devices.put(new NodeName("n2"), device);
        return new Link(DISK, new Way.Disk(devices), Duration.ofSeconds(1), Node.INTERVAL);
    }

    private Node node(String name, Cluster in) {
        Node node = new Node(in, name).start();
        nodes.add(node);
        return node;
    }

    private void freeze(boolean on) throws Exception {
        run("fsfreeze", on ? "-f" : "-u", mount.toString());
        frozen = on;
    }

    private static Path sized(Path file, int mib) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < mib; i++) {
                raw.write(zeros);
            }
        }
        return file;
    }

    private String loop(Path image) throws Exception {
        String device = output("losetup", "-f", "--show", image.toString()).strip();
        loops.add(device);
        return device;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), String.join(" ", command));
        assertEquals(0, process.exitValue(), String.join(" ", command));
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(),
                StandardCharsets.ISO_8859_1);
        assertEquals(0, process.waitFor(), String.join(" ", command));
        return out;
    }

    private static void within(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20))
                .until(condition::getAsBoolean);
    }
}
