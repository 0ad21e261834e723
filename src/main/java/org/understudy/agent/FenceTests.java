package org.understudy.agent;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.understudy.exec.Deadline;
import org.understudy.fence.Fence;
import org.understudy.fence.Fence.Verdict;
import org.understudy.model.NodeName;
import org.understudy.wire.FenceReport;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.ServiceStatus;

/**
 * Tests every fence device harmlessly, at the beginning and again and again, so that one that does
 * not work is known while nobody needs it. One that does not is tested again after 5s, then after
 * 10s and so on: it may only have been too early. It ends at every {@code test_interval}, since
 * some devices lock out who keeps coming with a wrong password.
 */
final class FenceTests implements Runnable {
    static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration SELDOM = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /**
     * A device to be tested.
     *
     * @param fence it
     * @param every how often
     */
    record Tested(Fence fence, Duration every) {
    }

    /** What is known of a device, since when, and how long and until when that is good enough. */
    private record Known(Fence.Test test, String since, Duration pause, Deadline next) {
    }

    private final SortedMap<NodeName, Tested> devices;
    private final ExecutorService workers;
    private final Chronicle chronicle;
    private final Clock clock;
    private final Map<NodeName, Known> known = new HashMap<>();
    private final Map<NodeName, Boolean> running = new HashMap<>();

    /** @param devices of the other nodes */
    FenceTests(SortedMap<NodeName, Tested> devices, ExecutorService workers, Chronicle chronicle,
            Clock clock) {
        this.devices = new TreeMap<>(devices);
        this.workers = workers;
        this.chronicle = chronicle;
        this.clock = clock;
    }

    /** Begins the tests that are due; those go on on threads of their own. */
    @Override
    public void run() {
        for (NodeName node : devices.keySet()) {
            if (due(node)) {
                begin(node);
            }
        }
    }

    private synchronized boolean due(NodeName node) {
        Known last = known.get(node);
        return last == null || last.next().passed();
    }

    /** Tests one now, unless that is going on already; false when there is none. */
    boolean begin(NodeName node) {
        Tested tested = devices.get(node);
        if (tested == null) {
            return false;
        }
        synchronized (this) {
            if (running.putIfAbsent(node, true) != null) {
                return true;
            }
        }
        try {
            workers.execute(() -> test(node, tested));
        } catch (RejectedExecutionException full) {
            ended(node, tested, new Fence.Test(Verdict.FAILS, "no worker is free"));
        }
        return true;
    }

    private void test(NodeName node, Tested tested) {
        Fence.Test test = new Fence.Test(Verdict.FAILS, "interrupted");
        try {
            test = tested.fence().test(node, Deadline.in(LIMIT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended(node, tested, test);
        }
    }

    private synchronized void ended(NodeName node, Tested tested, Fence.Test test) {
        Known last = known.get(node);
        boolean news = last == null || last.test().verdict() != test.verdict();
        Duration pause = pause(test, tested, last);
        known.put(node, new Known(test, news ? Generation.time(clock.wall()) : last.since(),
                pause, Deadline.in(pause)));
        if (news) {
            chronicle.write("fence.test", "peer", node, "result", word(test.verdict()),
                    "detail", test.detail());
        }
        running.remove(node);
        notifyAll();
    }

    private static Duration pause(Fence.Test test, Tested tested, Known last) {
        boolean again = last != null && last.test().verdict() != Verdict.WORKS;
        Duration soon = again ? last.pause().multipliedBy(2) : PERIOD;
        return pause(test.verdict(), tested.every(), soon);
    }

    /** @param soon when it would be tested again if that were not too seldom or too often */
    static Duration pause(Verdict verdict, Duration every, Duration soon) {
        return switch (verdict) {
            case WORKS -> every;
            case FAILS -> Stream.of(soon, every).min(Comparator.naturalOrder()).get();
            case UNTESTED -> Stream.of(soon, SELDOM, every).min(Comparator.naturalOrder()).get();
        };
    }

    /** What the last test came to; once the one that is going on has ended, if it does by then. */
    synchronized FenceReport report(NodeName node, Deadline deadline)
            throws InterruptedException {
        while (running.containsKey(node) && !deadline.passed()) {
            wait(Math.max(1, deadline.left().toMillis()));
        }
        Known last = known.get(node);
        return running.containsKey(node) || last == null
                ? new FenceReport(node.value(), FenceReport.PENDING, "", List.of())
                : new FenceReport(node.value(), word(last.test().verdict()),
                        last.test().detail(), List.of());
    }

    /** The node with what is known of its fence device. */
    NodeStatus on(NodeStatus node) {
        return words(new NodeName(node.name())).map(words -> new NodeStatus(node.name(),
                node.state(), node.agent(), node.frozen(), node.links(),
                node.fence().isEmpty() ? words : node.fence() + "; " + words)).orElse(node);
    }

    private synchronized Optional<String> words(NodeName node) {
        return Optional.ofNullable(known.get(node)).map(last -> switch (last.test().verdict()) {
            case WORKS -> "tested, works since " + last.since();
            case UNTESTED -> "not tested: " + last.test().detail();
            case FAILS -> failing(last);
        });
    }

    private static String failing(Known last) {
        return "fails its test since " + last.since() + ": " + last.test().detail();
    }

    /** What is wrong with the fence devices of a service's nodes. */
    synchronized List<String> notices(ServiceStatus status) {
        return status.instances().stream().map(peer -> new NodeName(peer.node()))
                .filter(node -> known.containsKey(node)
                        && known.get(node).test().verdict() == Verdict.FAILS)
                .map(node -> "the fence of " + node + " " + failing(known.get(node))).toList();
    }

    /** The devices that failed their last test. */
    synchronized List<String> failing() {
        return known.entrySet().stream()
                .filter(one -> one.getValue().test().verdict() == Verdict.FAILS)
                .map(one -> "the fence of " + one.getKey() + " " + failing(one.getValue()))
                .sorted().toList();
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case WORKS -> FenceReport.WORKS;
            case FAILS -> FenceReport.FAILS;
            case UNTESTED -> FenceReport.UNTESTED;
        };
    }
}
