package org.understudy.lab;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks all the time who holds the service's filesystem and its address. Two holders of one thing
 * are a violation, whatever else went well.
 */
final class Watch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(50);

    private final List<LabNode> nodes;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> violations = new ArrayList<>();
    private final List<String> holders = new ArrayList<>();
    private boolean mountByHand;
    private int looks;

    Watch(List<LabNode> nodes) {
        this.nodes = nodes;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Forgets what it saw, and has looked once before what comes next can change it. */
    synchronized void begin() {
        violations.clear();
        holders.clear();
        mountByHand = false;
        looks = 0;
        look();
    }

    /** From now on the test mounts the filesystem a second time by hand. */
    synchronized void mountByHand() {
        mountByHand = true;
    }

    synchronized List<String> violations() {
        return looks > 0 ? List.copyOf(violations) : List.of("it has not looked once");
    }

    /** Who held the filesystem, one entry for each change; {@code -} for nobody. */
    synchronized List<String> holders() {
        return List.copyOf(holders);
    }

    synchronized int looks() {
        return looks;
    }

    private synchronized void look() {
        try {
            List<LabNode> mounted = twice("mount", LabNode::mounted, mountByHand);
            twice("address", LabNode::addressed, false);
            looks++;
            String now = mounted.isEmpty() ? "-" : mounted.stream().map(LabNode::name)
                    .collect(Collectors.joining("+"));
            if (holders.isEmpty() || !holders.get(holders.size() - 1).equals(now)) {
                holders.add(now);
            }
        } catch (RuntimeException bug) {
            violations.add("the watch itself failed: " + bug);
        }
    }

    /** Nodes are read one after the other: only who still holds it afterwards held it as well. */
    private List<LabNode> twice(String what, Predicate<LabNode> holds, boolean expected) {
        List<LabNode> found = nodes.stream().filter(holds).toList();
        if (found.size() > 1) {
            found = found.stream().filter(holds).toList();
        }
        if (found.size() > 1 && !expected) {
            violations.add(LocalTime.now() + " " + what + " on " + found);
        }
        return found;
    }
}
