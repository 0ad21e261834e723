package org.understudy.api;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Predicate;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Shapes;

/**
 * The commands' end of the socket: one connection per call, plain JDK, so that it loads fast. A
 * call ends at its deadline, whatever the agent does.
 */
public final class ApiClient {
    private static final int MAX_BODY = 16 << 20;
    private static final String DATA = "data: ";

    static {
        named("java.nio.channels.spi.SelectorProvider", "sun.nio.ch.EPollSelectorProvider");
    }

    /** Of it the JDK's sockets make names, which are not wanted here, at their first use. */
    private static final String RANDOM = "NativePRNGNonBlocking";

    /** No lambda: to make one takes a command some half a millisecond. */
    private static final Ear WHOLE = new Ear() {
        @Override
        public Reply hear(InputStream in, Cutter cutter) throws IOException {
            return HttpAnswer.read(in, MAX_BODY);
        }
    };

    private final Path socket;

    /** Nothing happens before the first call. */
    public ApiClient(Path socket) {
        this.socket = socket;
    }

    /** Makes, on any thread, what would take longest at the first call; for who is about to. */
    public static void prepare() {
        try {
            SecureRandom.getInstance(RANDOM);
        } catch (NoSuchAlgorithmException other) {
            return; // another JDK: its sockets know themselves what they need
        }
    }

    /** Where the agent listens. */
    public Path socket() {
        return socket;
    }

    /**
     * Asks for {@code /v1/…}, its query encoded.
     *
     * @throws ApiException if no answer comes within {@code deadline}
     */
    public Reply get(String path, Duration deadline) throws ApiException {
        return call("GET " + path, "", deadline);
    }

    /**
     * Follows {@code /v1/events}, with its query encoded: hands each line on as it comes, until
     * told to stop or the agent ends.
     *
     * @param silence no word from the agent for so long, not even a heartbeat, is an end too
     * @param taken takes a line; false to stop
     * @return what the agent said instead, or nothing but status 200 at the end
     */
    public Reply follow(String path, Duration silence, Predicate<JournalLine> taken)
            throws ApiException {
        return talk("GET " + path, "", silence, (in, cutter) -> HttpAnswer.follow(in, MAX_BODY,
                line -> {
                    cutter.renew();
                    return !line.startsWith(DATA) || taken.test(
                            Shapes.read(line.substring(DATA.length()), JournalLine.class));
                }));
    }

    /**
     * Sends a JSON body to {@code /v1/…}.
     *
     * @throws ApiException if no answer comes within {@code deadline}; the agent may still act
     */
    public Reply post(String path, String json, Duration deadline) throws ApiException {
        return call("POST " + path, json, deadline);
    }

    private Reply call(String what, String json, Duration deadline) throws ApiException {
        return talk(what, json, deadline, WHOLE);
    }

    /** Takes the answer in. */
    private interface Ear {
        Reply hear(InputStream in, Cutter cutter) throws IOException;
    }

    private Reply talk(String what, String json, Duration deadline, Ear ear)
            throws ApiException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Cutter cutter = Cutter.after(deadline, channel)) {
            try {
                connect(channel);
                send(channel, what, json);
                return ear.hear(new BufferedInputStream(Channels.newInputStream(channel)),
                        cutter);
            } catch (ApiException e) {
                throw e;
            } catch (IOException e) {
                throw cutter.cut()
                        ? new ApiException(ApiException.Kind.TOO_LATE, what + " on " + socket
                                + ": expected an answer within " + seconds(deadline), e)
                        : new ApiException(ApiException.Kind.BROKEN, what + " on " + socket
                                + ": expected an answer, got " + e.getMessage(), e);
            }
        } catch (ApiException e) {
            throw e;
        } catch (IOException e) {
            throw new ApiException(ApiException.Kind.BROKEN, what + " on " + socket, e);
        }
    }

    private void connect(SocketChannel channel) throws IOException {
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (ConnectException e) {
            throw noAgent(e);
        } catch (SocketException e) {
            throw unreachable(e);
        }
    }

    /** The JDK has no types of its own for a missing socket and one it may not open. */
    private ApiException unreachable(SocketException e) {
        String why = String.valueOf(e.getMessage());
        if (why.contains("Permission denied")) {
            return new ApiException(ApiException.Kind.NO_PERMISSION,
                    socket + ": expected root or the group understudy, got permission denied", e);
        }
        return Files.exists(socket)
                ? new ApiException(ApiException.Kind.BROKEN, socket + ": " + why, e) : noAgent(e);
    }

    /**
     * Names the provider that the JDK takes anyway: it would look for others through the whole jar
     * first, which takes as long as the rest of a command.
     */
    private static void named(String property, String provider) {
        try {
            Class.forName(provider, false, null);
            System.getProperties().putIfAbsent(property, provider);
        } catch (ClassNotFoundException e) {
            System.getProperties().remove(property, provider); // another JDK: it may look
        }
    }

    private ApiException noAgent(IOException e) {
        return new ApiException(ApiException.Kind.NO_AGENT, "no agent answers on " + socket, e);
    }

    private static void send(SocketChannel channel, String what, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] head = (what + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer all = ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }

    private static String seconds(Duration deadline) {
        return deadline.toMillis() / 1000.0 + "s";
    }
}
