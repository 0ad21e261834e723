package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.understudy.api.ApiClient;
import org.understudy.api.ApiException;

/** Callers of one agent's socket, a few of them polite, each at it several times a second. */
final class Crowd implements AutoCloseable {
    private static final long PACE = 300;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String HEAD = " HTTP/1.1\r\nHost: x\r\n\r\n";

    private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(6);
    private final List<Caller> callers = new ArrayList<>();
    private final Path socket;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    /** What one of them does each time it is its turn. */
    private interface Turn {
        void take(Caller caller) throws IOException;
    }

    /** So many of each kind. */
    Crowd(Path socket, int each) {
        this.socket = socket;
        List<Turn> kinds = List.of(this::asks, Caller::hangsUp, Caller::readsNothing,
                Caller::sendsSlowly, Caller::follows);
        for (int i = 0; i < kinds.size() * each; i++) {
            Caller caller = new Caller(socket);
            Turn turn = kinds.get(i % kinds.size());
            callers.add(caller);
            pace.scheduleWithFixedDelay(() -> caller.takes(turn),
                    i * PACE / (kinds.size() * each), PACE, TimeUnit.MILLISECONDS);
        }
    }

    private void asks(Caller caller) throws ApiException {
        String[] what = {"/v1/services", "/v1/nodes", "/v1/links", "/v1/timeline?limit=50"};
        (new ApiClient(socket).get(what[answered.get() % what.length], SOON).good() ? answered
                : refused).incrementAndGet();
    }

    /** How many questions were answered. */
    int answered() {
        return answered.get();
    }

    /** How many were not, or were answered by a refusal. */
    int refused() {
        return refused.get() + callers.stream().mapToInt(caller -> caller.unheard).sum();
    }

    /** They hang up and are gone. */
    @Override
    public void close() {
        pace.shutdownNow();
        try {
            assertTrue(pace.awaitTermination(2 * SOON.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        callers.forEach(Caller::ends);
    }

    /** One of them. Its channel never blocks. */
    private static final class Caller {
        private final Path socket;
        private final ByteBuffer place = ByteBuffer.allocate(1 << 16);
        private SocketChannel channel;
        private int turns;
        private int sent;
        private volatile int unheard;

        Caller(Path socket) {
            this.socket = socket;
        }

        void takes(Turn turn) {
            turns++;
            try {
                turn.take(this);
            } catch (ApiException e) {
                unheard++;
            } catch (IOException e) {
                ends(); // cut off, as the rude may be: it calls again
            }
        }

        private void says(String text) throws IOException {
            if (channel == null) {
                channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                channel.connect(UnixDomainSocketAddress.of(socket));
                channel.configureBlocking(false);
                sent = 0;
            }
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        }

        void hangsUp() throws IOException {
            says(turns % 2 == 0 ? "GET /v1/services HT" : "GET /v1/timeline?limit=3000" + HEAD);
            ends();
        }

        /** Of what it asks for more than once, all that has room in between stays there. */
        void readsNothing() throws IOException {
            says("GET " + (sent == 0 ? "/v1/timeline?limit=3000" : "/v1/openapi.json") + HEAD);
            sent = 1;
        }

        void sendsSlowly() throws IOException {
            String slow = "POST /v1/services/web/requests HTTP/1.1\r\nHost: x\r\nContent-Length: 99"
                    + "\r\n\r\n{";
            says(slow.substring(sent % slow.length(), sent % slow.length() + 1));
            sent++;
        }

        void follows() throws IOException {
            says(channel == null ? "GET /v1/events?after=-5" + HEAD : "");
            if (channel.read(place.clear()) < 0) {
                ends();
            }
        }

        void ends() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                channel = null;
                sent = 0;
            }
        }
    }
}
