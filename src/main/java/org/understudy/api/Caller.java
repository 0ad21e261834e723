package org.understudy.api;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.server.Request;

/**
 * Who is at the other end of a connection, as the kernel tells it. The JDK wraps the number in a
 * principal that shows but a name; its hash is the number. Looking the name up again could ask a
 * directory server, at the very moment when the network is down.
 */
final class Caller {
    static final int UNKNOWN = -1;

    private static final Path SELF = Path.of("/proc/self");

    private Caller() {
    }

    /**
     * The user this process runs as, found both ways.
     *
     * @throws IOException if this JDK's principals do not tell the number after all
     */
    static int self() throws IOException {
        int uid = (int) Files.getAttribute(SELF, "unix:uid");
        int told = Files.getOwner(SELF).hashCode();
        if (told != uid) {
            throw new IOException("expected user id " + uid + " of this JDK, got " + told);
        }
        return uid;
    }

    /** The user id, or UNKNOWN when the caller has gone. */
    static int uid(Request request) {
        Object end = request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
        if (!(end instanceof SocketChannel channel)) {
            throw new IllegalStateException("expected a unix socket channel, got " + end);
        }
        try {
            return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().hashCode();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
