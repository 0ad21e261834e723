package org.understudy.heartbeat;

import java.net.InetAddress;
import java.util.Map;
import java.util.TreeMap;
import org.jgroups.JChannel;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.Util;
import org.understudy.heartbeat.BeatReceiver.Arrival;
import org.understudy.model.NodeName;

/** An open channel of one link, and its peers' addresses: never a name to look up. */
final class Carrier implements AutoCloseable {
    private final JChannel channel;
    private final BeatSocket socket;
    private final Map<NodeName, IpAddress> peers;

    private Carrier(JChannel channel, BeatSocket socket, Map<NodeName, IpAddress> peers) {
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
        Map<NodeName, IpAddress> to = new TreeMap<>();
        peers.forEach((node, address) -> to.put(node, new IpAddress(address, port)));
        return new Carrier(channel, socket, to);
    }

    /**
     * Sends one datagram to each peer.
     *
     * @throws Exception when one could not be sent; the other peers were tried all the same
     */
    void send(byte[] datagram) throws Exception {
        Exception failed = null;
        for (IpAddress peer : peers.values()) {
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

    /** Sends one datagram to one peer. */
    void send(NodeName to, byte[] datagram) throws Exception {
        socket.send(peers.get(to), datagram);
    }

    boolean closed() {
        return socket.closed();
    }

    @Override
    public void close() {
        channel.close();
    }
}
