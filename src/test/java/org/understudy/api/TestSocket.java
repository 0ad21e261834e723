package org.understudy.api;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Raw bytes in and out of a unix socket, to be as rude as a caller can be. */
final class TestSocket implements AutoCloseable {
    private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);

    TestSocket(Path path) throws IOException {
        channel.connect(UnixDomainSocketAddress.of(path));
    }

    TestSocket send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /** All there is until the other end closes. */
    String all() throws IOException {
        return new String(Channels.newInputStream(channel).readAllBytes(),
                StandardCharsets.ISO_8859_1);
    }

    /** What comes, up to those words. */
    String until(String words) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer piece = ByteBuffer.allocate(1);
        while (text.indexOf(words) < 0 && channel.read(piece) == 1) {
            text.append((char) piece.get(0));
            piece.clear();
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
