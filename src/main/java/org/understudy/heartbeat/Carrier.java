package org.understudy.heartbeat;

import java.net.InetAddress;
import java.util.Map;
import org.jgroups.JChannel;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.Util;
import org.understudy.heartbeat.BeatReceiver.Arrival;
import org.understudy.model.NodeName;

/** An open channel of one link, and its peers' addresses: never a name to look up. */
final class Carrier implements AutoCloseable {
    private final JChannel channel;
    private final BeatSocket socket;
    private final IpAddress[] peers;

    private Carrier(JChannel channel, BeatSocket socket, IpAddress[] peers) {
        this.channel = channel;
        this.socket = socket;
        this.peers = peers;
    }

    /**
     * Binds and begins to receive.
     *
     * @throws Exception when the address is not on this machine yet, or a name cannot be resolved
     */
    static Carrier open(Lane lane, BeatReceiver receiver) throws Exception {
        Map<NodeName, InetAddress> peers = lane.peers();
        int port = lane.link().port();
        // JGroups remembers the machine's addresses and would never believe in a later one.
        Util.resetCachedAddresses(true, true);
        BeatSocket socket = new BeatSocket(lane.own(), port,
                (source, bytes) -> receiver.take(new Arrival(source, bytes, peers)));
        JChannel channel = new JChannel(socket);
        try {
            channel.setName(lane.self() + "/" + lane.link().name());
            channel.connect(lane.cluster().name());
        } catch (Exception e) {
            channel.close();
            throw e;
        }
        return new Carrier(channel, socket, peers.values().stream()
                .map(peer -> new IpAddress(peer, port)).toArray(IpAddress[]::new));
    }

    /**
     * Sends one datagram to each peer.
     *
     * @throws Exception when one could not be sent; the other peers were tried all the same
     */
    void send(byte[] datagram) throws Exception {
        Exception failed = null;
        for (IpAddress peer : peers) {
            try {
                socket.send(peer, datagram);
            } catch (Exception e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    boolean closed() {
        return socket.closed();
    }

    @Override
    public void close() {
        channel.close();
    }
}
