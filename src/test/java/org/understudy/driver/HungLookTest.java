package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Deadline;

/** A daemon that answers a start when it is told to, and a look never; on a real socket. */
final class HungLookTest {
    private static final String DONE = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    private static final String VERSION = "{\"ApiVersion\":\"1.41\"}";

    @TempDir
    Path dir;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger hungUp = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() throws InterruptedException {
        over.countDown();
        goesOn.countDown();
        threads.shutdown();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS), "a thread goes on");
    }

    @Test
    void aLookThatHangsCutsNoStartOff() throws Exception {
        Path socket = dir.resolve("s");
        try (ServerSocketChannel stage = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                DockerEngine engine = new DockerEngine(socket)) {
            stage.bind(UnixDomainSocketAddress.of(socket));
            threads.execute(() -> serve(stage));
            Future<?> start = threads.submit(() -> {
                engine.start("1", Fixture.in(60));
                return null;
            });
            assertTrue(begun.await(60, TimeUnit.SECONDS), "the start reaches the daemon");
            EngineException silent = assertThrows(EngineException.class,
                    () -> engine.inspect("1", Deadline.in(Duration.ofSeconds(1))));
            assertEquals(EngineException.Kind.SILENT, silent.kind());
            goesOn.countDown();
            start.get(60, TimeUnit.SECONDS);
            assertTrue(hungUp.get() <= 1, "only the look may have hung up");
        }
    }

    private void serve(ServerSocketChannel stage) {
        try {
            while (true) {
                SocketChannel guest = stage.accept();
                threads.execute(() -> answer(guest));
            }
        } catch (ClosedChannelException ended) {
            over.countDown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody may have hung up by then. */
    private void answer(SocketChannel guest) {
        try (guest) {
            BufferedReader in = new BufferedReader(new InputStreamReader(
                    Channels.newInputStream(guest), StandardCharsets.US_ASCII));
            String request = in.readLine();
            if (request == null) {
                return; // a knock
            }
            if (request.contains("/start")) {
                begun.countDown();
                goesOn.await();
                guest.write(ByteBuffer.wrap(DONE.getBytes(StandardCharsets.US_ASCII)));
            } else if (request.contains("/version")) {
                guest.write(ByteBuffer.wrap(("HTTP/1.1 200 OK\r\nContent-Type: application/json"
                        + "\r\nContent-Length: " + VERSION.length() + "\r\nConnection: close"
                        + "\r\n\r\n" + VERSION).getBytes(StandardCharsets.US_ASCII)));
            } else {
                over.await();
            }
        } catch (IOException gone) {
            hungUp.incrementAndGet(); // theirs to tell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
