package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;

/** Where a service of a made-up world is up, from some moment on. */
final class Presence {
    private final World world;
    private final ServiceName service;
    private final List<NodeName> before;
    private final SortedSet<String> unknown = new TreeSet<>();
    private List<NodeName> up;
    private long downSince = -1;
    private long down;
    private long back = -1;
    private NodeName decider;
    private String why = "";

    Presence(World world, ServiceName service) {
        this.world = world;
        this.service = service;
        this.before = now();
        this.up = before;
    }

    private List<NodeName> now() {
        return world.nodes().stream().filter(this::runs).map(SimNode::name).toList();
    }

    /** As a status shows it: what is not started, as a directory that is there, does not count. */
    private boolean runs(SimNode node) {
        return node.on() && node.file(service).map(file -> file.resources().stream()
                .filter(Resource::counts).map(one -> node.truth(file, one.rid()).status())
                .filter(status -> status != Status.NA).distinct().toList())
                .filter(List.of(Status.UP)::equals).isPresent();
    }

    void look() {
        List<NodeName> next = now();
        if (up.isEmpty() == next.isEmpty()) {
            up = next;
            return;
        }
        up = next;
        if (next.isEmpty()) {
            downSince = world.now();
        } else {
            down += downSince < 0 ? 0 : world.now() - downSince;
            downSince = -1;
            back = world.now();
        }
    }

    /** A node decided something about it; of these, what brought it up is the reason. */
    void decided(NodeName node, String what, String reason) {
        if (what.equals("start") || what.equals("restart") || why.isEmpty()) {
            decider = node;
            why = reason;
        }
    }

    /** How long a step takes was not known. */
    void unknown(String step) {
        unknown.add(step);
    }

    /** What has become of it; time is counted from {@code zero} on. */
    Story.Ending ending(long zero) {
        look();
        long still = downSince < 0 ? 0 : world.now() - downSince;
        boolean changed = !before.equals(up) || back >= 0 || down + still > 0;
        String reason = !changed ? "" : up.isEmpty() || decider == null ? held() : why;
        return new Story.Ending(service, before, up, Duration.ofNanos(down + still),
                up.isEmpty() || back < 0 ? Optional.empty()
                        : Optional.of(Duration.ofNanos(back - zero)), reason,
                new ArrayList<>(unknown));
    }

    /** What keeps it from being up, in each node's words. */
    private String held() {
        List<String> reasons = world.nodes().stream()
                .filter(node -> node.running() && node.file(service).isPresent())
                .map(node -> node.name() + ": "
                        + Narrator.named(node.agent().reason(service), node)).toList();
        return String.join("; ", reasons);
    }
}
