package org.understudy.heartbeat;

import java.net.InetAddress;
import java.net.MulticastSocket;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jgroups.Address;
import org.jgroups.protocols.UDP;
import org.jgroups.stack.IpAddress;

/**
 * JGroups' UDP transport with our beats as the whole content of its datagrams. Its own message
 * format is left out on purpose: its parser believes the lengths it reads, and one datagram with a
 * forged length ends a JVM that exits when it is out of memory.
 */
final class BeatSocket extends UDP {
    private static final int BUFFER = 200_000;

    private final BiConsumer<InetAddress, byte[]> taker;

    /** Bound to exactly {@code own} and {@code port}; no multicast, no diagnostics port. */
    BeatSocket(InetAddress own, int port, BiConsumer<InetAddress, byte[]> taker)
            throws Exception {
        this.taker = taker;
        setBindAddress(own);
        setBindPort(port);
        setPortRange(0);
        ipMcast(false);
        setUcastSendBufSize(BUFFER);
        setUcastRecvBufSize(BUFFER);
        setBundlerType("no-bundler");
        // Whoever takes the datagrams keeps count of them without a lock.
        setUcastReceiverThreads(1);
        setTimeServiceInterval(0);
        getThreadPool().setMinThreads(0).setMaxThreads(1);
        setDiagnosticsHandler(createDiagnosticsHandler().setEnabled(false));
    }

    @Override
    public void receive(Address sender, byte[] data, int offset, int length) {
        taker.accept(((IpAddress) sender).getIpAddress(),
                Arrays.copyOfRange(data, offset, offset + length));
    }

    /** Matters to multicast alone, and fails loudly for an address such as 127.0.0.11. */
    @Override
    protected <T extends UDP> T setNetworkInterface(InetAddress own, MulticastSocket socket) {
        return null;
    }

    void send(IpAddress to, byte[] datagram) throws Exception {
        sendUnicast(to, datagram, 0, datagram.length);
    }

    /** Whether nothing can be sent or taken any more. A NIC that is gone does not close it. */
    boolean closed() {
        return sock == null || sock.isClosed();
    }
}
