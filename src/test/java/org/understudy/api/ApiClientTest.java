package org.understudy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class ApiClientTest {
    @TempDir
    Path dir;

    @Test
    void missingSocketIsNoAgent() {
        assertEquals(ApiException.Kind.NO_AGENT, failure(dir.resolve("none")).kind());
    }

    @Test
    void socketOfADeadAgentIsNoAgent() throws IOException {
        Path old = dir.resolve("old");
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(old));
        }
        assertEquals(ApiException.Kind.NO_AGENT, failure(old).kind());
    }

    @Test
    void silentAgentIsGivenUpAtTheDeadline() throws IOException {
        try (var mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(dir.resolve("mute")), 1);
            for (int i = 0; i < 4; i++) { // the last ones hang while connecting
                ApiException late = failure(dir.resolve("mute"));
                assertEquals(ApiException.Kind.TOO_LATE, late.kind());
                assertTrue(late.getMessage().endsWith("within 0.3s"), late.getMessage());
            }
        }
    }

    @Test
    void readsChunks() throws IOException {
        assertEquals(new Reply(200, "hello world"), read("HTTP/1.1 200 OK\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"));
    }

    @Test
    void readsALengthAndABodyWithoutOne() throws IOException {
        assertEquals(new Reply(404, "no"),
                read("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno and more"));
        assertEquals(new Reply(200, "till the end"), read("HTTP/1.1 200 OK\r\n\r\ntill the end"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "garbage\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7ff\r\n"})
    void refusesWhatIsNotAnAnswer(String bytes) {
        assertThrows(IOException.class, () -> read(bytes));
    }

    @Test
    void refusesAnEndlessBody() {
        assertThrows(IOException.class,
                () -> read("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1001)));
    }

    private static Reply read(String bytes) throws IOException {
        return HttpAnswer.read(
                new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)), 1000);
    }

    private static ApiException failure(Path socket) {
        return assertThrows(ApiException.class,
                () -> new ApiClient(socket).get("/v1/nodes", Duration.ofMillis(300)));
    }
}
