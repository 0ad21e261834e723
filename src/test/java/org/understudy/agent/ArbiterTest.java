package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ArbitratorAddress;
import org.understudy.heartbeat.KeyFile;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;

/** A real arbitrator, asked over real sockets. */
final class ArbiterTest {
    private static final ArbitratorName ONE = new ArbitratorName("arbitrator#1");
    private static final Duration LEASE = Duration.ofSeconds(20);

    @TempDir
    private Path dir;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<JournalEntry> written = new ArrayList<>();
    private final ManualClock clock = new ManualClock();
    private Arbiter arbiter;
    private boolean wanted = true;
    private Thread thread;

    @BeforeEach
    void start() throws IOException {
        key("etc/arbiter/lab.key", 1);
        key("etc/arbiter/other.key", 2);
        key("cluster.key", 1);
        arbiter = new Arbiter(paths(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                clock);
        thread = new Thread(arbiter, "arbiter");
        thread.start();
        clock.pass(Duration.ofSeconds(60));
    }

    @AfterEach
    void end() throws InterruptedException {
        arbiter.close();
        thread.join(10_000);
    }

    private Paths paths() {
        return new Paths(dir.resolve("etc"), dir.resolve("var"), dir.resolve("run"),
                dir.resolve("boot"));
    }

    private void key(String file, int content) throws IOException {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) content;
        Path path = dir.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, Base64.getEncoder().encodeToString(bytes) + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void voteCountsFromWhenItWasAskedForAndIsGivenToOneNode() {
        voter("n1", "lab").run();
        assertEquals(List.of(new Event.Voted(ONE, Optional.of(clock.now().plus(LEASE)))), events);
        events.clear();
        Voter other = voter("n2", "lab");
        other.run();
        other.run();
        assertEquals(List.of(new Event.Voted(ONE, Optional.empty())), events, "told once");
        assertEquals("n1", written.get(1).facts().get("holder"));
        events.clear();
        clock.pass(LEASE);
        other.run();
        assertEquals(List.of(new Event.Voted(ONE, Optional.of(clock.now().plus(LEASE)))), events);
        assertEquals(List.of("vote.given", "vote.refused", "vote.given"),
                written.stream().map(JournalEntry::event).toList());
    }

    @Test
    void whoOnlyLooksLeavesTheVoteToTheOther() throws InterruptedException {
        wanted = false;
        Voter idle = voter("n2", "lab");
        idle.run();
        idle.run();
        assertEquals(List.of(), events);
        assertEquals(List.of("vote.answers"),
                written.stream().map(JournalEntry::event).toList());
        wanted = true;
        voter("n1", "lab").run();
        assertEquals(List.of(new Event.Voted(ONE, Optional.of(clock.now().plus(LEASE)))), events);
        wanted = false;
        end();
        clock.pass(LEASE.plusMillis(1));
        idle.run();
        assertTrue(idle.notice().isPresent(), "it must not be missed only when it is needed");
    }

    @Test
    void nodesWhoseClockWasSetBackAreHeardAgain() {
        voter("n1", "lab").run();
        clock.setBack(Duration.ofDays(1));
        Voter again = voter("n1", "lab");
        again.run();
        again.run();
        assertEquals(Optional.of(clock.now().plus(LEASE)),
                ((Event.Voted) events.get(events.size() - 1)).until());
    }

    @Test
    void nobodyWithoutTheKeyOfThatClusterIsAnswered() {
        voter("n1", "other").run();
        voter("n1", "nosuch").run();
        assertEquals(List.of(), events);
    }

    @Test
    void noiseDoesNotEndIt() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int length : new int[] {0, 1, 40, 1400}) {
                socket.send(new DatagramPacket(new byte[length], length,
                        InetAddress.getLoopbackAddress(), arbiter.port()));
            }
        }
        voter("n1", "lab").run();
        assertEquals(1, events.size());
    }

    @Test
    void silenceIsToldOnceALeaseIsOverAndLetsTheVoteRunOut() throws InterruptedException {
        Voter voter = voter("n1", "lab");
        int port = arbiter.port();
        voter.run();
        end();
        events.clear();
        voter.run();
        assertEquals(Optional.empty(), voter.notice());
        clock.pass(LEASE.plusMillis(1));
        voter.run();
        voter.run();
        assertEquals(List.of(), events);
        assertEquals(List.of("vote.given", "vote.silent"),
                written.stream().map(JournalEntry::event).toList());
        assertTrue(voter.notice().orElse("").startsWith("arbitrator#1 at vote://127.0.0.1:"
                + port + " has not answered since "));
    }

    @Test
    void withoutAKeyItDoesNotStart() throws IOException {
        Files.delete(dir.resolve("etc/arbiter/lab.key"));
        Files.delete(dir.resolve("etc/arbiter/other.key"));
        assertTrue(assertThrows(IOException.class, () -> new Arbiter(paths(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), clock)).getMessage()
                .contains("expected the key of each cluster to vote in"));
    }

    private Voter voter(String node, String cluster) {
        Quorum quorum = new Quorum(true, List.of(ONE), LEASE, Duration.ofSeconds(1), false);
        Cluster two = new Cluster(cluster, List.of(new NodeName("n1"), new NodeName("n2")),
                List.of(), Set.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
                false, quorum, Cluster.PARALLEL);
        NodeName name = new NodeName(node);
        return new Voter(ONE, new ArbitratorAddress("127.0.0.1", arbiter.port()),
                new Voter.Voting(two, name, KeyFile.at(dir.resolve("cluster.key")), clock,
                        () -> wanted),
                events::add, new Chronicle(clock, name, written::add));
    }
}
