package org.understudy.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a docker daemon hears from the registry of an image. The library has no call for that, and
 * its own transport cannot be compiled against; so it is one request of HTTP/1.0, which ends with
 * the connection.
 */
final class Distribution {
    /** Given; or only to whom the registry knows, which a pull may be. */
    private static final Pattern MAY_COME = Pattern.compile("(?s)HTTP/\\S+ (200|401|403)\\b.*");
    private static final Pattern MESSAGE = Pattern.compile("\"message\":\"(.*?)\"\\s*}");
    private static final int SAID = 16_000;

    private Distribution() {
    }

    /**
     * Why it would not be given, in the daemon's words; empty when it would, or might. An
     * interruption closes the connection.
     */
    static Optional<String> refusal(Path socket, String image) {
        String said = said(socket, "GET /distribution/" + image + "/json HTTP/1.0\r\n"
                + "Host: docker\r\n\r\n");
        if (MAY_COME.matcher(said).matches()) {
            return Optional.empty();
        }
        Matcher message = MESSAGE.matcher(said.strip());
        return Optional.of(message.find() ? message.group(1).replace("\\\"", "\"")
                : "the docker daemon answers " + said.lines().findFirst().orElse("nothing"));
    }

    private static String said(Path socket, String request) {
        try (SocketChannel docker = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                InputStream answer = Channels.newInputStream(docker)) {
            ByteBuffer words = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (words.hasRemaining()) {
                docker.write(words);
            }
            return new String(answer.readNBytes(SAID), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
