package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.heartbeat.KeyFile;
import org.understudy.heartbeat.PillBox;
import org.understudy.heartbeat.PillDisk;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Memory;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Self;
import org.understudy.model.View;

/** What a node says on a disk, a real file: only what the others can open is worth anything. */
final class PillWatchTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final String OLD = key('o');
    private static final String FRESH = key('f');
    private static final Cluster CLUSTER = new Cluster("lab", List.of(N1, N2), List.of(new Link(
            new LinkName("hb#1"), new TreeMap<>(), 1, Duration.ofSeconds(2),
            Duration.ofMillis(200))), Set.of(), Duration.ofSeconds(10), Duration.ofSeconds(5),
            Duration.ofSeconds(30), Duration.ofSeconds(60), false);

    @TempDir
    Path dir;
    private final List<String> done = new ArrayList<>();
    private final ManualClock clock = new ManualClock();
    private Path disk;
    private KeyFile keys;
    private PillWatch watch;

    private static String key(char letter) {
        return Base64.getEncoder().encodeToString(
                String.valueOf(letter).repeat(32).getBytes(StandardCharsets.UTF_8)) + "\n";
    }

    @BeforeEach
    void begin() throws IOException {
        disk = PillDisk.of(CLUSTER);
        Files.createFile(dir.resolve("cluster.key"), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rw-------")));
        sealed(OLD);
        keys = KeyFile.at(dir.resolve("cluster.key"));
        Chronicle chronicle = new Chronicle(clock, N2, entry -> { });
        watch = new PillWatch(() -> box(N2), new PillWatch.Terms("m2", Duration.ofSeconds(60),
                clock, chronicle), (how, why) -> done.add(why));
        watch.with(armed(chronicle));
    }

    @AfterEach
    void end() throws IOException {
        Files.delete(disk);
    }

    private void sealed(String text) throws IOException {
        Files.writeString(dir.resolve("cluster.key"), text);
    }

    private PillBox box(NodeName node) throws IOException {
        return PillBox.open(disk, CLUSTER, node, keys);
    }

    private Guardian armed(Chronicle chronicle) {
        Guardian guardian = new Guardian(Optional.of(new WatchdogDevice() {
            @Override
            public Duration arm(Duration atMost) {
                return atMost;
            }

            @Override
            public void feed() {
                done.add("feed");
            }

            @Override
            public boolean disarm() {
                return true;
            }
        }), watch, dir.resolve("watchdog"), chronicle);
        guardian.round(View.fresh(new Self(N2, new BootId("b"), "m2", NodeState.IDLE,
                clock.now()), CLUSTER, Memory.NONE), clock.now());
        return guardian;
    }

    /** Else a node that hangs once the old key is gone could not be ended any more. */
    @Test
    void whatItSaysIsSealedAnewWhenTheKeyChanges() throws IOException {
        try (PillBox own = box(N2); PillBox other = box(N1)) {
            watch.look(own);
            PillBox.Answer looks = PillBox.Answer.looking(Duration.ofSeconds(10));
            assertEquals(Optional.of(looks), other.answer(N2, "m2"));
            for (String step : List.of(OLD + FRESH, FRESH + OLD)) {
                sealed(step);
                keys.look();
                watch.look(own);
                assertEquals(Optional.of(looks), other.answer(N2, "m2"));
                assertEquals(Duration.ofSeconds(10), watch.told(), "and was so all the time");
            }
            sealed(FRESH);
            keys.look();
            assertEquals(Optional.of(looks), other.answer(N2, "m2"));
        }
        assertEquals(List.of(), done);
    }
}
