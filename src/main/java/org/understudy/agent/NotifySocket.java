package org.understudy.agent;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A unix datagram socket to one address, which the JDK has none of: by way of JNA, which the
 * client of docker brings along.
 */
final class NotifySocket implements Supervisor.Line {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    /** Of sockaddr_un, behind its family; see unix(7). */
    private static final int LONGEST = 107;

    private final Libc libc;
    private final byte[] address;
    private final int socket;

    /** What is used of the C library. */
    interface Libc extends Library {
        int socket(int domain, int type, int protocol) throws LastErrorException;

        long sendto(int socket, byte[] message, long length, int flags, byte[] address,
                int size) throws LastErrorException;
    }

    /**
     * Opens it; nobody has to listen yet.
     *
     * @param path a file, or @ and a name without one
     * @throws IllegalStateException when there is no such address, or no way to call C
     */
    NotifySocket(String path) {
        address = address(path);
        try {
            libc = Native.load("c", Libc.class);
            socket = libc.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        } catch (LinkageError | LastErrorException e) {
            throw new IllegalStateException("no unix datagram socket: " + e.getMessage(), e);
        }
    }

    /**
     * Sends one datagram, or none when that would block.
     *
     * @throws IllegalStateException when nobody takes it
     */
    @Override
    public void send(byte[] message) {
        try {
            libc.sendto(socket, message, message.length, MSG_DONTWAIT | MSG_NOSIGNAL, address,
                    address.length);
        } catch (LastErrorException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** A file's name ends with a zero; one without a file begins with it. */
    private static byte[] address(String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length > LONGEST || !path.matches("[/@].+")) {
            throw new IllegalStateException("expected a path or @name of at most " + LONGEST
                    + " bytes, got " + path);
        }
        boolean file = name[0] == '/';
        ByteBuffer all = ByteBuffer.allocate(Short.BYTES + name.length + (file ? 1 : 0))
                .order(ByteOrder.nativeOrder()).putShort((short) AF_UNIX).put(name);
        if (!file) {
            all.put(Short.BYTES, (byte) 0);
        }
        return all.array();
    }
}
