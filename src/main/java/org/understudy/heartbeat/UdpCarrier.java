package org.understudy.heartbeat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jgroups.JChannel;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.Util;
import org.understudy.heartbeat.BeatReceiver.Arrival;
import org.understudy.heartbeat.BeatReceiver.Origin;
import org.understudy.model.NodeName;
import org.understudy.model.Way;

/**
 * An open channel of one link, and its peers' addresses: never a name to look up. On a multicast
 * link they are those from which valid beats come.
 */
final class UdpCarrier implements Carrier {
    private final Card card;
    private final Optional<Way.Multicast> group;
    private final int port;
    private final Map<NodeName, InetAddress> peers = new ConcurrentHashMap<>();
    private BeatSocket socket;
    private JChannel channel;

    private UdpCarrier(Card card, Optional<Way.Multicast> group, int port) {
        this.card = card;
        this.group = group;
        this.port = port;
    }

    /**
     * Binds and begins to receive.
     *
     * @throws Exception when the address is not on this machine yet, or a name cannot be resolved
     */
    static UdpCarrier unicast(Lane lane, Way.Unicast way, BeatReceiver receiver)
            throws Exception {
        UdpCarrier carrier = new UdpCarrier(Card.of(lane.self(), way), Optional.empty(),
                way.port());
        for (NodeName node : lane.others()) {
            carrier.peers.put(node, InetAddress.getByName(way.addresses().get(node)));
        }
        return carrier.open(lane, receiver);
    }

    /** The same for all who listen to a group. */
    static UdpCarrier multicast(Lane lane, Way.Multicast way, BeatReceiver receiver)
            throws Exception {
        return new UdpCarrier(Card.of(lane.self(), way), Optional.of(way), way.port())
                .open(lane, receiver);
    }

    private UdpCarrier open(Lane lane, BeatReceiver receiver) throws Exception {
        card.probe();
        // JGroups remembers the machine's addresses and would never believe in a later one.
        Util.resetCachedAddresses(true, true);
        socket = new BeatSocket(card.address(), port, group, (source, bytes) -> receiver.take(
                new Arrival(source.getHostAddress(), bytes, origin(source))));
        channel = new JChannel(socket);
        try {
            channel.setName(lane.self() + "/" + lane.link().name());
            channel.connect(lane.cluster().name());
            return this;
        } catch (Exception e) {
            channel.close();
            throw e;
        }
    }

    private Origin origin(InetAddress source) {
        return new Origin() {
            @Override
            public boolean fits(NodeName from) {
                return group.isPresent() || source.equals(peers.get(from));
            }

            @Override
            public boolean mine() {
                return group.isPresent() && source.equals(card.address());
            }

            @Override
            public void met(NodeName from) {
                if (group.isPresent()) {
                    peers.put(from, source);
                }
            }
        };
    }

    @Override
    public void send(List<byte[]> beat) throws Exception {
        Exception failed = null;
        for (byte[] part : beat) {
            if (group.isPresent()) {
                socket.sendToAll(part, 0, part.length);
                continue;
            }
            for (InetAddress peer : peers.values()) {
                try {
                    socket.send(new IpAddress(peer, port), part);
                } catch (Exception e) {
                    failed = e;
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void send(NodeName to, byte[] datagram) throws Exception {
        InetAddress address = peers.get(to);
        if (address == null) {
            throw new IOException(to + " has not been heard here yet");
        }
        socket.send(new IpAddress(address, port), datagram);
    }

    /** A NIC that is gone does not close a socket, but what had joined a group is lost with it. */
    @Override
    public boolean lost() {
        return socket.closed() || group.isPresent() && !card.still();
    }

    @Override
    public void close() {
        channel.close();
    }
}
