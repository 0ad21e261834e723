package org.understudy.heartbeat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.protocols.PING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Way;

/**
 * Somebody on the cluster's network who has the program and no key: {@code wrongkey CLUSTER OWN
 * PEER} speaks as n2 to n1, {@code jgroups OWN GROUP PORT} as any JGroups does. For five seconds.
 */
final class Intruder {
    private static final Duration LASTS = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Intruder() {
    }

    /** @param words as above */
    public static void main(String... words) throws Exception {
        if (words[0].equals("wrongkey")) {
            speak(words[1], words[2], words[3]);
        } else {
            join(InetAddress.getByName(words[1]), words[2], Integer.parseInt(words[3]));
        }
        System.exit(0);
    }

    private static void speak(String name, String own, String peer) throws Exception {
        TreeMap<NodeName, String> addresses = new TreeMap<>();
        addresses.put(new NodeName("n1"), peer);
        addresses.put(new NodeName("n2"), own);
        Link link = new Link(new LinkName("hb#1"), new Way.Unicast(addresses, 10_000),
                Duration.ofSeconds(2), PAUSE);
        Cluster cluster = new Cluster(name, List.copyOf(addresses.keySet()), List.of(link),
                Set.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        try (Node node = new Node(cluster, "n2", Node.key(9), Replicator.NONE)) {
            node.start().tell(cluster, "intruder", 1);
            Await.until(() -> false, PAUSE, Deadline.in(LASTS));
        }
    }

    private static void join(InetAddress own, String group, int port) throws Exception {
        try (JChannel channel = new JChannel(new Rogue(own, group, port), new PING(),
                new NAKACK2(), new UNICAST3(), new GMS())) {
            channel.connect("understudy");
            Deadline deadline = Deadline.in(LASTS);
            Await.until(() -> {
                send(channel);
                return false;
            }, PAUSE, deadline);
        }
    }

    private static void send(JChannel channel) {
        try {
            channel.send(new BytesMessage(null, new byte[300]));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
