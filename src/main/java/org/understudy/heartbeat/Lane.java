package org.understudy.heartbeat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.TreeMap;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.NodeName;

/**
 * One link as this node uses it.
 *
 * @param cluster whose link it is
 * @param self this node
 * @param link the link
 */
record Lane(Cluster cluster, NodeName self, Link link) {
    Lane {
        if (!link.type().equals("unicast")) {
            throw new IllegalArgumentException(
                    link.name() + " type: expected unicast, got " + link.type());
        }
        for (NodeName node : cluster.nodes()) {
            if (!link.addresses().containsKey(node)) {
                throw new IllegalArgumentException(link.name()
                        + " addr: expected an address for " + node + ", got none");
            }
        }
    }

    InetAddress own() throws UnknownHostException {
        return InetAddress.getByName(link.addresses().get(self));
    }

    /**
     * Whether this machine has the link's address by now. To be asked before the first use of
     * JGroups: it looks at the interfaces once, and stays unusable for good if there is none.
     *
     * @throws IOException if not
     */
    void probe() throws IOException {
        NetworkInterface.getNetworkInterfaces();
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(new InetSocketAddress(own(), 0));
        }
    }

    /** Every other member's address. May ask DNS where the configuration has names. */
    Map<NodeName, InetAddress> peers() throws UnknownHostException {
        Map<NodeName, InetAddress> peers = new TreeMap<>();
        for (NodeName node : cluster.nodes()) {
            if (!node.equals(self)) {
                peers.put(node, InetAddress.getByName(link.addresses().get(node)));
            }
        }
        return peers;
    }
}
