package org.understudy.heartbeat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Beat;
import org.understudy.model.Event;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Way;

/**
 * One node of a measurement, to be run by hand or by {@link LostNicTest}: beats with its peer and
 * prints how long the gaps between two beats heard were.
 *
 * <p>Arguments: own address, peer's address, interval in milliseconds, seconds to run.
 */
final class GapWatch {
    private final List<Long> gaps = new ArrayList<>();
    private final long interval;
    private long last;

    private GapWatch(Duration interval) {
        this.interval = interval.toNanos();
    }

    public static void main(String[] args) {
        Duration interval = Duration.ofMillis(Long.parseLong(args[2]));
        Duration length = Duration.ofSeconds(Long.parseLong(args[3]));
        NodeName self = node(args[0]);
        Cluster cluster = cluster(args, interval);
        GapWatch watch = new GapWatch(interval);
        try (JGroupsHeartbeat heartbeat = new JGroupsHeartbeat(cluster, self, Node.key(1),
                Replicator.NONE)) {
            heartbeat.start(watch::heard);
            Beat beat = new Beat("gap", self, new BootId("" + ProcessHandle.current().pid()),
                    "m", 0, 1, NodeState.IDLE, new TreeMap<>(), new TreeMap<>());
            long end = System.nanoTime() + length.toNanos();
            Awaitility.await().pollInterval(interval).atMost(length.plusSeconds(5)).until(() -> {
                heartbeat.tell(beat);
                return System.nanoTime() - end > 0;
            });
            System.out.println(watch.summary() + " dropped=" + heartbeat.dropped());
        }
    }

    private synchronized void heard(Event event) {
        long now = System.nanoTime();
        if (last == 0) {
            System.out.println("first beat");
        } else {
            gaps.add(now - last);
            if (now - last > 5 * interval) {
                System.out.println("resumed after " + (now - last) / 1_000_000 + "ms");
            }
        }
        last = now;
    }

    private synchronized String summary() {
        if (gaps.isEmpty()) {
            return "gaps=0";
        }
        Collections.sort(gaps);
        return String.format("gaps=%d median=%.1fms p99=%.1fms longest=%.1fms", gaps.size(),
                at(0.5), at(0.99), at(1));
    }

    private double at(double share) {
        return gaps.get((int) Math.round(share * (gaps.size() - 1))) / 1e6;
    }

    private static NodeName node(String address) {
        return new NodeName("n" + address);
    }

    /** With a fifth word, by multicast. */
    private static Cluster cluster(String[] args, Duration interval) {
        SortedMap<NodeName, String> addresses = new TreeMap<>();
        addresses.put(node(args[0]), args[0]);
        addresses.put(node(args[1]), args[1]);
        Way way = args.length > 4 ? new Way.Multicast("239.99.0.1", 10_000, addresses)
                : new Way.Unicast(addresses, 10_000);
        Link link = new Link(new LinkName("hb#1"), way, interval.multipliedBy(10), interval);
        return new Cluster("gap", List.copyOf(addresses.keySet()), List.of(link), Set.of(),
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
    }
}
