package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.heartbeat.RelayFrame.Wanted;

/** What anybody may do to a real relay: it goes on, and nobody gets more than a share. */
class RelayBoundsTest {
    private static final UUID SLOT = new UUID(1, 2);
    private static final int MIB = 1 << 20;

    @TempDir
    private Path dir;
    private final List<Socket> sockets = new ArrayList<>();
    private RelayProcess relay;

    @BeforeEach
    void start() throws IOException {
        relay = new RelayProcess(dir);
    }

    /** Whatever was done to it. */
    @AfterEach
    void stillServes() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        try {
            assertTrue(relay.alive());
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
                try (RelayLine line = relay.line()) {
                    line.ask(RelayFrame.post(SLOT, new byte[] {4, 2}),
                            RelayProcess.soon());
                    assertArrayEquals(new byte[] {4, 2}, fetch(line).slots().get(0).bytes());
                }
            });
        } finally {
            relay.close();
        }
    }

    private static RelayFrame fetch(RelayLine line) throws IOException {
        return line.ask(RelayFrame.fetch(new Wanted(Duration.ZERO, Map.of(SLOT, 0L))),
                RelayProcess.soon());
    }

    @Test
    void noiseOfAnySortIsRefused() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = noise(random);
            try (Socket socket = connect()) {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                drain(socket);
            } catch (SocketException reset) {
                assertTrue(relay.alive());
            }
        }
        assertTrue(relay.log().stream().anyMatch(line -> line.contains("relay.refused")),
                () -> "nothing refused");
        assertTrue(relay.log().size() < 30, "one line a minute");
    }

    /** Half of it begins as a frame does. */
    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        if (random.nextBoolean() && bytes.length >= RelayFrame.FRONT) {
            ByteBuffer.wrap(bytes).put((byte) 'U').put((byte) 'R').put((byte) 1)
                    .put((byte) "PFTSN".charAt(random.nextInt(5)))
                    .putInt(random.nextBoolean() ? random.nextInt()
                            : random.nextInt(bytes.length));
        }
        return bytes;
    }

    @Test
    void strangersAreToldWhatWasExpected() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            String words = new String(socket.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8);
            assertTrue(words.endsWith("expected the words of an agent and a relay, got others"),
                    words);
        }
    }

    @Test
    void whatIsTooLongTooManyOrTheWrongWayRoundIsRefused() throws Exception {
        assertEquals("expected at most 1048512 bytes, got 1048560",
                refused(RelayFrame.post(SLOT, new byte[MIB - 16])));
        Map<UUID, Long> many = new HashMap<>();
        for (int i = 0; i < 129; i++) {
            many.put(new UUID(3, i), 0L);
        }
        assertEquals("expected at most 128 slots, got more",
                refused(RelayFrame.fetch(new Wanted(Duration.ofSeconds(1), many))));
        assertEquals("expected a question, got an answer", refused(RelayFrame.taken()));
        assertEquals("expected 16 bytes more, got 3",
                refused(new RelayFrame(RelayFrame.Sort.POST, new byte[3])));
        assertEquals("expected 24 bytes more, got 1",
                refused(new RelayFrame(RelayFrame.Sort.FETCH, new byte[5])));
    }

    private String refused(RelayFrame question) throws IOException {
        try (RelayLine line = relay.line()) {
            return assertThrows(RelayLine.Refusal.class,
                    () -> line.ask(question, RelayProcess.soon())).getMessage()
                    .replaceFirst("refused by 127.0.0.1:\\d+: ", "");
        }
    }

    @Test
    void whoAsksWithoutAPauseIsRefused() throws Exception {
        try (RelayLine line = relay.line()) {
            assertTrue(assertThrows(RelayLine.Refusal.class, () -> {
                for (int i = 0; i < 100_000; i++) {
                    fetch(line);
                }
            }).getMessage().endsWith("expected at most 200 questions in a second"));
        }
    }

    @Test
    void nobodyGetsMoreThanAShareOfTheMemory() throws Exception {
        for (int i = 0; i < 4; i++) {
            begin(MIB);
        }
        byte[] more = new byte[MIB - 64];
        await().atMost(Duration.ofSeconds(60)).ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> refused(RelayFrame.post(SLOT, more)),
                        ("no room for " + (MIB - 48) + " bytes")::equals);
    }

    /** A frame of so many bytes, of which only a few come. */
    private void begin(int length) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(ByteBuffer.allocate(20).put((byte) 'U').put((byte) 'R')
                .put((byte) 1).put((byte) 'P').putInt(length).array());
    }

    @Test
    void whoStopsInTheMiddleOfAFrameIsCutOff() throws Exception {
        begin(1000);
        begin(2000);
        for (Socket socket : sockets) {
            socket.setSoTimeout(60_000);
            assertEquals(-1, socket.getInputStream().read(), "ended by the relay");
        }
    }

    @Test
    void whoDoesNotReadHoldsUpNobody() throws Exception {
        Socket lazy = connect();
        lazy.setReceiveBufferSize(4096);
        byte[] big = new byte[MIB - 64];
        try (RelayLine line = relay.line()) {
            line.ask(RelayFrame.post(SLOT, big), RelayProcess.soon());
            ByteBuffer question = RelayFrame.fetch(new Wanted(Duration.ZERO, Map.of(SLOT, 0L)))
                    .bytes();
            for (int i = 0; i < 20; i++) {
                lazy.getOutputStream().write(question.array());
            }
            for (int i = 0; i < 5; i++) {
                assertEquals(MIB - 64, fetch(line).slots().get(0).bytes().length);
            }
        }
    }

    @Test
    void oneAddressHasSomeConnectionsOnly() throws Exception {
        for (int i = 0; i < 140; i++) {
            connect();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            int ended = 0;
            for (Socket socket : sockets) {
                ended += ended(socket) ? 1 : 0;
            }
            return ended >= 12;
        });
        assertEquals(12, sockets.stream().filter(RelayBoundsTest::ended).count());
    }

    private static boolean ended(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void wordsThatAreNoneEndTheProgramWithTwo() throws Exception {
        for (String[] words : List.of(new String[] {"relay", "70000"},
                new String[] {"relay", "1", "2"}, new String[] {"relais"})) {
            Path log = dir.resolve("log" + words.length + words[0]);
            Process process = RelayProcess.begin(log, words);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(2, process.exitValue());
            assertTrue(Files.readString(log).contains("expected nothing, or arbiter and a UDP"
                    + " port, or relay and a TCP port, got [" + String.join(", ", words) + "]"));
        }
        Path log = dir.resolve("taken");
        Process second = RelayProcess.begin(log, "relay",
                Integer.toString(relay.way().port()));
        assertTrue(second.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, second.exitValue());
        assertTrue(Files.readString(log).contains("TCP port " + relay.way().port() + ": Address"),
                Files.readString(log));
    }

    @Test
    void aSlotIsForgottenOnceNobodyPostsThere() {
        Allowance bytes = new Allowance(100, 60);
        Mailbox mailbox = new Mailbox(bytes);
        ByteBuffer one = ByteBuffer.wrap(new byte[] {10, 0, 0, 1});
        ByteBuffer two = ByteBuffer.wrap(new byte[] {10, 0, 0, 2});
        assertEquals(Optional.empty(), mailbox.put(one, SLOT, new byte[50], 0));
        assertEquals(Optional.of("no room for 20 bytes"),
                mailbox.put(one, new UUID(1, 3), new byte[20], 0));
        assertEquals(Optional.empty(), mailbox.put(two, new UUID(1, 4), new byte[50], 9));
        assertEquals(100, bytes.sum());
        mailbox.sweep(Mailbox.LIFE.toNanos() + 1);
        assertEquals(50, bytes.sum());
        assertEquals(List.of(), mailbox.changed(Map.of(SLOT, 0L)));
        assertEquals(Optional.empty(), mailbox.put(one, new UUID(1, 4), new byte[60], 9));
        assertEquals(60, bytes.sum(), "whoever writes there last has it");
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(relay.address().getAddress(), relay.address().getPort());
        socket.setSoTimeout(30_000);
        sockets.add(socket);
        return socket;
    }

    private static void drain(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        while (in.read() >= 0) {
            in.skipNBytes(in.available());
        }
    }
}
