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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"unicast", "multicast"})
    void aLinkStartsWithoutANetworkAndOutlivesItsNicAndItsAddress(String type) throws Exception {
        Path out1 = watch(ns1, ONE, TWO, type);
        Path out2 = watch(ns2, TWO, ONE, type);
        pause(2);

        plug();
        within(out1, said -> said.contains("first beat"));
        within(out2, said -> said.contains("first beat"));

        run("ip", "-n", ns1, "link", "del", "nic");
        pause(4);
        plug();
        within(out1, said -> resumptions(said) == 1);
        within(out2, said -> resumptions(said) == 1);

        run("ip", "-n", ns1, "addr", "del", ONE + "/24", "dev", "nic");
        pause(4);
        run("ip", "-n", ns1, "addr", "add", ONE + "/24", "dev", "nic");
        within(out1, said -> resumptions(said) == 2);
        within(out2, said -> resumptions(said) == 2);
    }

    /** After silences that no busy machine explains. */
    private static long resumptions(String said) {
        return Pattern.compile("resumed after ([3-9]\\d{3}|\\d{5,})ms").matcher(said).results()
                .count();
    }

    private static void pause(int seconds) {
        await().pollDelay(Duration.ofSeconds(seconds)).atMost(Duration.ofSeconds(seconds + 60))
                .until(() -> true);
    }

    private void plug() throws Exception {
        run("ip", "-n", ns1, "link", "add", "nic", "type", "veth", "peer", "name", "nic",
                "netns", ns2);
        run("ip", "-n", ns1, "addr", "add", ONE + "/24", "dev", "nic");
        run("ip", "-n", ns2, "addr", "add", TWO + "/24", "dev", "nic");
        run("ip", "-n", ns1, "link", "set", "nic", "up");
        run("ip", "-n", ns2, "link", "set", "nic", "up");
    }

    private Path watch(String namespace, String own, String peer, String type) throws IOException {
        Path out = directory.resolve(namespace);
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace,
                ProcessHandle.current().info().command().orElse("java"), "-Xmx64m",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                GapWatch.class.getName(), own, peer, "100", "180"));
        if (type.equals("multicast")) {
            command.add(type);
        }
        watchers.add(new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(out.toFile()).start());
        return out;
    }

    private static void within(Path out, Predicate<String> condition) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    String said = Files.readString(out);
                    assertTrue(condition.test(said), said);
                });
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), String.join(" ", command));
    }
}
