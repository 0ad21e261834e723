package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.understudy.api.Call;
import org.understudy.core.Liveness;
import org.understudy.exec.Deadline;
import org.understudy.model.Event;
import org.understudy.model.Fencing;
import org.understudy.model.NodeName;
import org.understudy.model.Status;
import org.understudy.model.View;
import org.understudy.wire.Asked;
import org.understudy.wire.FenceReport;

/** Operators who fence a node by hand, or have its device tested. */
final class FenceRequests {
    private static final Duration TAKEN_IN = Duration.ofSeconds(2);

    private final Published published;
    private final Consumer<Event> inbox;
    private final Fencer fencer;
    private final FenceTests tests;

    FenceRequests(Published published, Consumer<Event> inbox, Fencer fencer, FenceTests tests) {
        this.published = published;
        this.inbox = inbox;
        this.fencer = fencer;
        this.tests = tests;
    }

    FenceTests tests() {
        return tests;
    }

    /**
     * Begins to fence a node; what came of it is told by {@link #report}.
     *
     * @throws Refusal if it is this node, no member, has no device, or is being fenced
     */
    FenceReport fence(String name, Call call) throws InterruptedException {
        View view = published.round().view();
        NodeName node = member(view, name);
        Asked asked = Wording.asked(call);
        String reason = Wording.terms(asked).reason();
        if (running(view, node)) {
            throw new Refusal(409, node + " is being fenced already", "svcmgr nodes");
        }
        if (!asked.yes() || asked.dryRun()) {
            return new FenceReport(name, asked.dryRun() ? "plan" : FenceReport.CONFIRM, "",
                    follows(view, node));
        }
        inbox.accept(new Event.FenceAsked(node, Wording.author(call, view)
                + (reason.isEmpty() ? "" : " (" + reason + ")")));
        // Its answer is an event too, which the loop takes after this one.
        fencer.fence(node);
        published.await(round -> round.view().fencings().containsKey(node), TAKEN_IN);
        return report(name, Duration.ZERO);
    }

    /** How far the last try is; at the latest after this time. */
    FenceReport report(String name, Duration patience) throws InterruptedException {
        NodeName node = member(published.round().view(), name);
        Fencing last = published.await(round -> !running(round.view(), node), patience).view()
                .fencings().get(node);
        if (last == null) {
            return new FenceReport(name, "unknown", node + " is heard and has booted since",
                    List.of());
        }
        boolean pending = last.phase() == Fencing.Phase.RUNNING;
        return new FenceReport(name, pending ? FenceReport.PENDING
                : last.phase().name().toLowerCase(Locale.ROOT), last.detail(), List.of());
    }

    /** Begins a test. */
    FenceReport test(String name) throws InterruptedException {
        NodeName node = member(published.round().view(), name);
        if (!tests.begin(node)) {
            throw new Refusal(409, "[stonith#" + node + "] does not say how this node would do it",
                    "svcmgr keywords stonith");
        }
        return tests.report(node, Deadline.in(Duration.ZERO));
    }

    /** How far the last test is; at the latest after this time. */
    FenceReport tested(String name, Duration patience) throws InterruptedException {
        return tests.report(member(published.round().view(), name), Deadline.in(patience));
    }

    private static boolean running(View view, NodeName node) {
        Fencing last = view.fencings().get(node);
        return last != null && last.phase() == Fencing.Phase.RUNNING;
    }

    private static NodeName member(View view, String name) {
        NodeName node = new NodeName(name);
        if (node.equals(view.self().node())) {
            throw new Refusal(409, node + " is this node itself: another one can fence it",
                    "svcmgr node shutdown");
        }
        if (!view.peers().containsKey(node)) {
            throw new Refusal(404, "expected one of " + view.peers().keySet() + ", got " + node,
                    "svcmgr nodes");
        }
        if (!view.cluster().fenced().contains(node)) {
            throw new Refusal(409, "cluster.conf has no [stonith#" + node + "], which says how "
                    + node + " is switched off", "svcmgr keywords stonith");
        }
        return node;
    }

    private static List<String> follows(View view, NodeName node) {
        List<String> follows = new ArrayList<>();
        boolean alive = Liveness.alive(view, node);
        follows.add(node + (alive ? ", which is alive," : "") + " is switched off at once");
        view.services().keySet().forEach(name -> view.told(node, name)
                .filter(there -> there.avail() == Status.UP
                        || there.avail() == Status.WARN)
                .ifPresent(there -> follows.add(name + (alive ? " is" : " was")
                        + " up there, and starts elsewhere once that is confirmed, if it may")));
        return follows;
    }
}
