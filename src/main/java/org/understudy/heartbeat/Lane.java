package org.understudy.heartbeat;

import java.util.List;
import java.util.SortedMap;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.NodeName;
import org.understudy.model.Way;

/**
 * One link as this node uses it.
 *
 * @param cluster whose link it is
 * @param self this node
 * @param link the link
 */
record Lane(Cluster cluster, NodeName self, Link link) {
    Lane {
        link.way().to(new Way.Reader<Void>() {
            @Override
            public Void unicast(Way.Unicast way) {
                return complete("addr: expected an address", way.addresses());
            }

            @Override
            public Void multicast(Way.Multicast way) {
                return null;
            }

            @Override
            public Void disk(Way.Disk way) {
                return complete("dev: expected a path", way.devices());
            }

            @Override
            public Void relay(Way.Relay way) {
                return null;
            }

            private Void complete(String expected, SortedMap<NodeName, String> all) {
                for (NodeName node : cluster.nodes()) {
                    if (!all.containsKey(node)) {
                        throw new IllegalArgumentException(link.name() + " " + expected + " for "
                                + node + ", got none");
                    }
                }
                return null;
            }
        });
    }

    List<NodeName> others() {
        return cluster.nodes().stream().filter(node -> !node.equals(self)).toList();
    }

    /** Where it is on this node, for people. */
    String place() {
        return link.way().to(new Way.Reader<>() {
            @Override
            public String unicast(Way.Unicast way) {
                return way.addresses().get(self) + ":" + way.port();
            }

            @Override
            public String multicast(Way.Multicast way) {
                String card = way.interfaces().get(self);
                return way.group() + ":" + way.port() + (card == null ? "" : " on " + card);
            }

            @Override
            public String disk(Way.Disk way) {
                return way.devices().get(self);
            }

            @Override
            public String relay(Way.Relay way) {
                return way.address() + ":" + way.port();
            }
        });
    }
}
