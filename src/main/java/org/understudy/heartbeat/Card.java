package org.understudy.heartbeat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import org.understudy.model.Link;
import org.understudy.model.NodeName;
import org.understudy.model.Way;

/**
 * The network card a link uses on this node.
 *
 * @param address this node's own on it
 * @param index the kernel's number of the card; -1 when it was not looked for
 */
record Card(InetAddress address, int index) {
    static Card of(NodeName self, Way.Unicast way) throws UnknownHostException {
        return new Card(InetAddress.getByName(way.addresses().get(self)), -1);
    }

    /**
     * That of the configuration, or the one on which the routes lead to the group.
     *
     * @throws IOException when it is not there
     */
    static Card of(NodeName self, Way.Multicast way) throws IOException {
        String said = way.interfaces().getOrDefault(self, "");
        InetAddress own = said.isEmpty() ? towards(InetAddress.getByName(way.group()), way.port())
                : Link.isAddress(said) ? InetAddress.getByName(said) : on(said);
        return new Card(own, number(own));
    }

    /**
     * Whether this machine has the address by now. To be asked before the first use of JGroups: it
     * looks at the interfaces once, and stays unusable for good if there is none.
     *
     * @throws IOException if not
     */
    void probe() throws IOException {
        NetworkInterface.getNetworkInterfaces();
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(new InetSocketAddress(address, 0));
        }
    }

    /** Whether the card with that address is the same as when the link was opened. */
    boolean still() {
        try {
            probe();
            return number(address) == index;
        } catch (IOException gone) {
            return false;
        }
    }

    private static InetAddress towards(InetAddress group, int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(group, port));
            return socket.getLocalAddress();
        } catch (RuntimeException | SocketException e) {
            throw new IOException("no route to " + group.getHostAddress() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Addresses of services are on it as well: those of one host each, as a rule. */
    private static InetAddress on(String name) throws IOException {
        NetworkInterface card = NetworkInterface.getByName(name);
        if (card == null) {
            throw new IOException("there is no network card " + name);
        }
        return card.getInterfaceAddresses().stream()
                .filter(each -> each.getAddress() instanceof Inet4Address)
                .min(Comparator.comparing(InterfaceAddress::getNetworkPrefixLength))
                .map(InterfaceAddress::getAddress)
                .orElseThrow(() -> new IOException("the network card " + name
                        + " has no IPv4 address"));
    }

    private static int number(InetAddress address) throws SocketException {
        NetworkInterface card = holding(address);
        return card == null ? -1 : card.getIndex();
    }

    /** The card with this address; of 127.0.0.11 and the like the loopback, which has them all. */
    static NetworkInterface holding(InetAddress address) throws SocketException {
        return address.isLoopbackAddress()
                ? NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
                : NetworkInterface.getByInetAddress(address);
    }
}
