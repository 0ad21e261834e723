package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.understudy.model.Way;

/** A real relay, as a process with the memory that the launcher gives it. */
final class RelayProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path log;
    private final int port;
    private Process process;

    RelayProcess(Path dir) throws IOException {
        log = dir.resolve("relay.log");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start();
    }

    /** Of the agent's program with these words. */
    static Process begin(Path log, String... words) throws IOException {
        return program(log, words).start();
    }

    private static ProcessBuilder program(Path log, String... words) {
        return new ProcessBuilder(Stream.concat(Stream.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xms64m",
                "-Xmx64m", "-XX:+UseSerialGC", "-Xss256k", "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                "org.understudy.agent.Main"), Arrays.stream(words)).toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    RelayProcess start() throws IOException {
        ProcessBuilder program = program(log, "relay", Integer.toString(port));
        program.environment().put("JAVA_TOOL_OPTIONS",
                "-Dlogback.configurationFile=agent/logback.xml");
        process = program.start();
        await().atMost(PATIENCE).until(() -> answers() || !process.isAlive());
        return this;
    }

    private boolean answers() {
        try {
            line().close();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What an agent would say where it is. */
    Way.Relay way() {
        return new Way.Relay("127.0.0.1", port);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    RelayLine line() throws IOException {
        return RelayLine.open(address(), soon());
    }

    /** A deadline that only a hung one misses. */
    static long soon() {
        return System.nanoTime() + Duration.ofSeconds(20).toNanos();
    }

    boolean alive() {
        return process.isAlive();
    }

    List<String> log() throws IOException {
        return Files.readAllLines(log);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the relay does not end");
        }
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
