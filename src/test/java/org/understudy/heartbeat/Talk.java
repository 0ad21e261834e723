package org.understudy.heartbeat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.Parcel;

/** Agents that ask each other over a made-up network of two links, in virtual time. */
final class Talk {
    static final NodeName N1 = new NodeName("n1");
    static final NodeName N2 = new NodeName("n2");
    private static final List<LinkName> LINKS =
            List.of(new LinkName("hb#1"), new LinkName("hb#2"));

    final List<String> answered = new ArrayList<>();
    final List<Integer> sizes = new ArrayList<>();
    private final Random random;
    private final Map<NodeName, PeerChannel> channels = new TreeMap<>();
    private final Map<NodeName, UUID> lives = new TreeMap<>();
    private final PriorityQueue<Flying> flying = new PriorityQueue<>();
    private final List<Runnable> work = new ArrayList<>();
    private final List<LinkName> cut = new ArrayList<>();
    private double loss;
    private double twice;
    private int latest = 1;
    private boolean holding;
    private long millis = -1_000;
    private long order;
    private int begun;

    private record Flying(long at, long order, NodeName to, Parcels.Arrived what)
            implements Comparable<Flying> {
        @Override
        public int compareTo(Flying other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    Talk(long seed) {
        random = new Random(seed);
        restart(N1);
        restart(N2);
    }

    /** From now on parcels are lost, come twice, and come late, out of order. */
    Talk bad(double lost, double doubled, int latestMillis) {
        loss = lost;
        twice = doubled;
        latest = latestMillis;
        return this;
    }

    Talk cut(int link) {
        cut.add(LINKS.get(link));
        return this;
    }

    /** Answers are not worked out until {@link #work}. */
    Talk hold() {
        holding = true;
        return this;
    }

    void work() {
        holding = false;
        work.forEach(Runnable::run);
        work.clear();
    }

    /** A new life of that node's agent, which the other one has heard. */
    void restart(NodeName node) {
        UUID life = new UUID(7, ++begun);
        List<Link> links = LINKS.stream().map(link -> new Link(link, new TreeMap<>(), 1,
                Duration.ofSeconds(2), Duration.ofMillis(100))).toList();
        PeerChannel channel = new PeerChannel(new Cluster("lab", List.of(N1, N2), links, Set.of(),
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false), node, life,
                (to, link, bytes) -> fly(node, life, to, new Sent(link, bytes)),
                () -> millis * 1_000_000);
        channel.answer((from, question) -> {
            answered.add(new String(question, 0, Math.min(20, question.length)));
            byte[] answer = question.clone();
            answer[0]++;
            return answer;
        }, job -> {
            if (holding) {
                work.add(job);
            } else {
                job.run();
            }
        });
        channels.put(node, channel);
        lives.put(node, life);
        lives.forEach((one, its) -> channels.forEach((other, channelOf) -> {
            if (!one.equals(other)) {
                channelOf.parcels().met(one, its);
            }
        }));
    }

    private record Sent(LinkName link, byte[] bytes) {
    }

    private void fly(NodeName from, UUID life, NodeName to, Sent sent) {
        sizes.add(sent.bytes().length);
        if (cut.contains(sent.link()) || random.nextDouble() < loss) {
            return;
        }
        int copies = random.nextDouble() < twice ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            flying.add(new Flying(millis + 1 + random.nextInt(latest), order++, to,
                    new Parcels.Arrived(sent.link(), from, life, Parcel.decode(sent.bytes()))));
        }
    }

    Question ask(byte[] question, Duration deadline) throws PeerException {
        return channels.get(N1).begin(N2, question, deadline);
    }

    PeerChannel of(NodeName node) {
        return channels.get(node);
    }

    /** Lets time pass until that is so; how long it took. */
    Duration until(Question question, Duration most) {
        long start = millis;
        while (!question.answer().isDone() && millis - start < most.toMillis()) {
            pass(1);
        }
        return Duration.ofMillis(millis - start);
    }

    void pass(int time) {
        for (int i = 0; i < time; i++) {
            millis++;
            while (!flying.isEmpty() && flying.peek().at() <= millis) {
                Flying next = flying.poll();
                channels.get(next.to()).parcels().take(next.what());
            }
            channels.values().forEach(PeerChannel::turn);
        }
    }
}
