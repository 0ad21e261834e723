package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents' links in network namespaces of their own, at first without any network. */
@Tag("lab")
class LostNicTest {
    private static final String ONE = "10.99.0.1";
    private static final String TWO = "10.99.0.2";

    private final String ns1 = "us1-" + ProcessHandle.current().pid();
    private final String ns2 = "us2-" + ProcessHandle.current().pid();
    private final List<Process> watchers = new ArrayList<>();

    @TempDir
    Path directory;

    @BeforeEach
    void namespaces() throws Exception {
        run("ip", "netns", "add", ns1);
        run("ip", "netns", "add", ns2);
    }

    @AfterEach
    void cleanUp() throws Exception {
        watchers.forEach(Process::destroyForcibly);
        run("ip", "netns", "del", ns1);
        run("ip", "netns", "del", ns2);
    }

    @Test
    void aLinkStartsWithoutANetworkAndOutlivesItsNic() throws Exception {
        Path out1 = watch(ns1, ONE, TWO);
        Path out2 = watch(ns2, TWO, ONE);
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);

        plug();
        // Two JVMs begin on a machine that may be busy: how soon is not the question here.
        within(15, out1, "first beat");
        within(15, out2, "first beat");

        run("ip", "-n", ns1, "link", "del", "nic");
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        plug();
        within(2, out1, "resumed after");
        within(2, out2, "resumed after");
    }

    private void plug() throws Exception {
        run("ip", "-n", ns1, "link", "add", "nic", "type", "veth", "peer", "name", "nic",
                "netns", ns2);
        run("ip", "-n", ns1, "addr", "add", ONE + "/24", "dev", "nic");
        run("ip", "-n", ns2, "addr", "add", TWO + "/24", "dev", "nic");
        run("ip", "-n", ns1, "link", "set", "nic", "up");
        run("ip", "-n", ns2, "link", "set", "nic", "up");
    }

    private Path watch(String namespace, String own, String peer) throws IOException {
        Path out = directory.resolve(namespace);
        watchers.add(new ProcessBuilder("ip", "netns", "exec", namespace,
                ProcessHandle.current().info().command().orElse("java"), "-Xmx64m",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                GapWatch.class.getName(), own, peer, "100", "60")
                .redirectErrorStream(true).redirectOutput(out.toFile()).start());
        return out;
    }

    private static void within(int seconds, Path out, String text) {
        await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    String said = Files.readString(out);
                    assertTrue(said.contains(text), said);
                });
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), String.join(" ", command));
    }
}
