package org.understudy.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a link goes over: the {@code type} of its section and what belongs to that. */
public sealed interface Way {
    /** {@code unicast}, {@code multicast}, {@code disk} or {@code relay}. */
    String type();

    <T> T to(Reader<T> reader);

    /** One case for each way. */
    interface Reader<T> {
        T unicast(Unicast way);

        T multicast(Multicast way);

        T disk(Disk way);

        T relay(Relay way);
    }

    /**
     * Datagrams to each peer.
     *
     * @param addresses each node's own address
     * @param port UDP port, the same on every node
     */
    record Unicast(SortedMap<NodeName, String> addresses, int port) implements Way {
        public Unicast {
            addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
        }

        @Override
        public String type() {
            return "unicast";
        }

        @Override
        public <T> T to(Reader<T> reader) {
            return reader.unicast(this);
        }
    }

    /**
     * One datagram to all who listen.
     *
     * @param group IPv4 address
     * @param port UDP port, the same on every node
     * @param interfaces the card of each node, by its name or its address; a node without one
     *         takes the card on which its routes lead to the group
     */
    record Multicast(String group, int port, SortedMap<NodeName, String> interfaces)
            implements Way {
        public Multicast {
            interfaces = Collections.unmodifiableSortedMap(new TreeMap<>(interfaces));
        }

        @Override
        public String type() {
            return "multicast";
        }

        @Override
        public <T> T to(Reader<T> reader) {
            return reader.multicast(this);
        }
    }

    /**
     * A slot for each node on a disk or file that all of them reach.
     *
     * @param devices its path on each node
     */
    record Disk(SortedMap<NodeName, String> devices) implements Way {
        public Disk {
            devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
        }

        @Override
        public String type() {
            return "disk";
        }

        @Override
        public <T> T to(Reader<T> reader) {
            return reader.disk(this);
        }
    }

    /**
     * A machine that is no node and keeps the last beat of each.
     *
     * @param address its IP address, the same for every node
     * @param port TCP port
     */
    record Relay(String address, int port) implements Way {
        @Override
        public String type() {
            return "relay";
        }

        @Override
        public <T> T to(Reader<T> reader) {
            return reader.relay(this);
        }
    }
}
