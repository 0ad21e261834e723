package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ClusterFile;
import org.understudy.model.NodeName;

/** When an agent restarts to take cluster.conf in; n2 is the second in it. */
final class RenewalTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path dir;
    private final Map<NodeName, Side> all = new TreeMap<>();
    private Side n1;
    private Side n2;
    private Optional<ClusterFile> other = Optional.empty();
    private int restarts;
    private Renewal renewal;

    @BeforeEach
    void nodes() throws IOException {
        n1 = new Side(Side.NODES.get(0), dir.resolve("n1"), all);
        n2 = new Side(Side.NODES.get(1), dir.resolve("n2"), all);
        Side n3 = new Side(Side.NODES.get(2), dir.resolve("n3"), all);
        for (Side one : new Side[] {n1, n2, n3}) {
            one.versions.found(Versions.CLUSTER, "same", Side.NODES, 1);
        }
        pass();
        renewal = new Renewal(() -> other, n2.published, n2.versions, n2.clock, () -> restarts++);
        Path file = dir.resolve("cluster.conf");
        Files.writeString(file, "[cluster]\nname = lab\nnodes = n1 n2 n3\n[hb#1]\n"
                + "type = unicast\naddr@n1 = 10.0.0.1\naddr@n2 = 10.0.0.2\naddr@n3 = 10.0.0.3\n");
        other = Optional.of(ClusterFile.read(file, dir.resolve("node.conf"), n2.name));
    }

    private void pass() {
        for (int i = 0; i < 4; i++) {
            all.values().forEach(Side::pass);
        }
    }

    private void wait(int seconds) {
        for (int i = 0; i < seconds; i++) {
            renewal.run();
            n2.clock.pass(SECOND);
        }
        renewal.run();
    }

    @Test
    void itIsItsTurnAfterThoseBeforeItAndOnlyOnce() {
        wait(5);
        assertEquals(0, restarts);
        wait(20);
        assertEquals(1, restarts);
    }

    @Test
    void whatItGoesByAlreadyIsNoReason() {
        other = Optional.empty();
        wait(60);
        assertEquals(0, restarts);
    }

    @Test
    void itWaitsForAMemberThatIsNotHeardAndThenForItsTurnAnew() {
        wait(4);
        n1.hears = Set.of(n1.name);
        n2.pass();
        wait(60);
        assertEquals(0, restarts);
        n1.hears = Set.copyOf(Side.NODES);
        n2.pass();
        wait(5);
        assertEquals(0, restarts);
        wait(2);
        assertEquals(1, restarts);
    }

    @Test
    void itWaitsUntilAllHaveTheSameFile() {
        n1.versions.found(Versions.CLUSTER, "newer", Side.NODES, 1);
        n2.versions.heard(n1.name, n1.versions.table().files());
        wait(60);
        assertEquals(0, restarts);
    }
}
