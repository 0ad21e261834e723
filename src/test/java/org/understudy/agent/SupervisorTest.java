package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Self;
import org.understudy.model.View;
import org.understudy.wire.NodeStatus;

/** What systemd hears: by a real datagram socket, and the rules by a line that only notes. */
@Timeout(60)
final class SupervisorTest {
    private static final String RECEIVER = """
            use Socket;
            my $name = $ARGV[0]; $name =~ s/^@/\\0/;
            socket(S, AF_UNIX, SOCK_DGRAM, 0) or die $!;
            bind(S, pack("S", AF_UNIX) . $name . ($name =~ m{^/} ? "\\0" : "")) or die $!;
            $| = 1; print "bound\\n"; alarm 50;
            while (defined recv(S, my $m, 4096, 0)) { print "$m\\n" }
            """;

    @TempDir
    Path dir;
    private Process receiver;
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        if (receiver != null) {
            receiver.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSocketThatIsAFileHearsAll() throws IOException {
        hears(dir.resolve("notify").toString());
    }

    @Test
    void aSocketWithoutAFileHearsAll() throws IOException {
        hears("@understudy-test-" + ProcessHandle.current().pid());
    }

    private void hears(String address) throws IOException {
        BufferedReader said = receive(address);
        Supervisor supervisor = Supervisor.of(Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC",
                "4000000"), other -> {
                    throw new AssertionError("no socket to " + other);
                });
        supervisor.ready();
        supervisor.round(new Moment(0));
        supervisor.status(view(), List.of(node("n2", "alive"), node("n3", "silent")));
        supervisor.ending();
        assertEquals("READY=1", said.readLine());
        assertEquals("WATCHDOG=1", said.readLine());
        assertEquals("STATUS=0 of 0 services up here; 1 of 2 peers heard", said.readLine());
        assertEquals("STOPPING=1", said.readLine());
    }

    @Test
    void theWatchdogIsFedFourTimesPerLimitAndOnlyOnceReady() {
        Supervisor supervisor = noting(Duration.ofSeconds(8));
        supervisor.round(seconds(0));
        assertEquals(List.of(), heard);
        supervisor.ready();
        for (int i = 1; i <= 8; i++) {
            supervisor.round(seconds(i));
        }
        assertEquals(List.of("READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"),
                heard);
    }

    @Test
    void aRoundThatComesTooLateFeedsNothing() {
        Supervisor supervisor = noting(Duration.ofSeconds(8));
        supervisor.ready();
        supervisor.round(seconds(0));
        heard.clear();
        for (int i = 5; i < 50; i += 5) {
            supervisor.round(seconds(i));
        }
        assertEquals(List.of(), heard);
        supervisor.round(seconds(46));
        assertEquals(List.of("WATCHDOG=1"), heard);
    }

    @Test
    void withoutAWatchdogNoneIsFedAndWithoutSystemdNothingIsSaid() {
        Supervisor supervisor = noting(Duration.ZERO);
        supervisor.ready();
        supervisor.round(seconds(1));
        assertEquals(List.of("READY=1"), heard);
        Supervisor alone = Supervisor.of(Map.of(), address -> {
            throw new AssertionError(address);
        });
        alone.ready();
        alone.round(seconds(1));
        alone.ending();
    }

    @Test
    void aStatusIsSaidWhenItChanges() {
        Supervisor supervisor = noting(Duration.ZERO);
        supervisor.ready();
        heard.clear();
        supervisor.status(view(), List.of(node("n2", "alive")));
        supervisor.status(view(), List.of(node("n2", "alive")));
        supervisor.status(view(), List.of(node("n2", "silent")));
        assertEquals(List.of("STATUS=0 of 0 services up here; 1 of 2 peers heard",
                "STATUS=0 of 0 services up here; 0 of 2 peers heard"), heard);
    }

    @Test
    void whereNoSocketCanBeHadItGoesAnotherWay() {
        Supervisor.of(Map.of("NOTIFY_SOCKET", "vsock:2:1"), address -> message ->
                heard.add(new String(message, StandardCharsets.UTF_8))).ready();
        assertEquals(List.of("READY=1"), heard);
    }

    @Test
    void nobodyThereIsSaidAndEndsNothing() {
        NotifySocket socket = new NotifySocket(dir.resolve("nobody").toString());
        String told = assertThrows(IllegalStateException.class,
                () -> socket.send(new byte[] {'x'})).getMessage();
        assertTrue(told.contains("No such file"), told);
        Supervisor supervisor = new Supervisor("/nowhere", Duration.ofSeconds(1), a -> socket);
        supervisor.ready();
        supervisor.round(seconds(1));
    }

    private BufferedReader receive(String address) throws IOException {
        receiver = new ProcessBuilder("perl", "-e", RECEIVER, address)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader said = new BufferedReader(new InputStreamReader(
                receiver.getInputStream(), StandardCharsets.UTF_8));
        assertEquals("bound", said.readLine());
        return said;
    }

    private Supervisor noting(Duration limit) {
        return new Supervisor("/x", limit, address -> message ->
                heard.add(new String(message, StandardCharsets.UTF_8)));
    }

    private static View view() {
        Cluster cluster = new Cluster("lab", List.of(new NodeName("n1"), new NodeName("n2"),
                new NodeName("n3")), List.of(), Set.of(), Duration.ZERO, Duration.ZERO,
                Duration.ZERO, Duration.ZERO, false);
        return View.fresh(new Self(new NodeName("n1"), new BootId("a"), "m", NodeState.IDLE,
                seconds(0)), cluster, Memory.NONE);
    }

    private static NodeStatus node(String name, String state) {
        return new NodeStatus(name, state, "idle", "", List.of(), "");
    }

    private static Moment seconds(long seconds) {
        return new Moment(TimeUnit.SECONDS.toNanos(seconds));
    }
}
