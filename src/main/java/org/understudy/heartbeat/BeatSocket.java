package org.understudy.heartbeat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.MulticastSocket;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jgroups.Address;
import org.jgroups.protocols.UDP;
import org.jgroups.stack.IpAddress;
import org.understudy.model.Way;

/**
 * JGroups' UDP transport with our beats as the whole content of its datagrams. Its own message
 * format is left out on purpose: its parser believes the lengths it reads, and one datagram with a
 * forged length ends a JVM that exits when it is out of memory.
 */
final class BeatSocket extends UDP {
    private static final int BUFFER = 200_000;

    private final BiConsumer<InetAddress, byte[]> taker;

    /**
     * Bound to exactly {@code own} and {@code port}; no diagnostics port.
     *
     * @param group what to join, if anything, on the card with that address
     */
    BeatSocket(InetAddress own, int port, Optional<Way.Multicast> group,
            BiConsumer<InetAddress, byte[]> taker) throws Exception {
        this.taker = taker;
        setBindAddress(own);
        setBindPort(port);
        setPortRange(0);
        ipMcast(group.isPresent());
        if (group.isPresent()) {
            setMulticastAddress(InetAddress.getByName(group.get().group()));
            setMulticastPort(port);
            setMcastSendBufSize(BUFFER);
            setMcastRecvBufSize(BUFFER);
            setMcastReceiverThreads(1);
        }
        setUcastSendBufSize(BUFFER);
        setUcastRecvBufSize(BUFFER);
        setBundlerType("no-bundler");
        // Whoever takes the datagrams keeps count of them for one thread at a time.
        setUcastReceiverThreads(1);
        setTimeServiceInterval(0);
        getThreadPool().setMinThreads(0).setMaxThreads(1);
        setDiagnosticsHandler(createDiagnosticsHandler().setEnabled(false));
    }

    /** What goes to a group comes in by another thread than what goes to this node alone. */
    @Override
    public synchronized void receive(Address sender, byte[] data, int offset, int length) {
        taker.accept(((IpAddress) sender).getIpAddress(),
                Arrays.copyOfRange(data, offset, offset + length));
    }

    /** Without a group it does not matter, and fails loudly for an address such as 127.0.0.11. */
    @Override
    protected <T extends UDP> T setNetworkInterface(InetAddress own, MulticastSocket socket) {
        if (!ip_mcast) {
            return null;
        }
        try {
            socket.setNetworkInterface(Card.holding(own));
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(IpAddress to, byte[] datagram) throws Exception {
        sendUnicast(to, datagram, 0, datagram.length);
    }

    /** Whether nothing can be sent or taken any more. A NIC that is gone does not close it. */
    boolean closed() {
        return sock == null || sock.isClosed();
    }
}
