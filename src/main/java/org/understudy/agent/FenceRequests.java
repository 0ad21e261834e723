package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import org.understudy.wire.NodeStatus;

/** Operators who fence a node by hand, give their word that it is off, or have it tested. */
final class FenceRequests {
    private static final Duration TAKEN_IN = Duration.ofSeconds(2);

    private final Published published;
    private final Consumer<Event> inbox;
    private final FenceTests tests;
    private final Clock clock;

    /** @param clock to show times with */
    FenceRequests(Published published, Consumer<Event> inbox, FenceTests tests, Clock clock) {
        this.clock = clock;
        this.published = published;
        this.inbox = inbox;
        this.tests = tests;
    }

    FenceTests tests() {
        return tests;
    }

    /**
     * Has the loop fence a node; what came of it is told by {@link #report}.
     *
     * @throws Refusal if it is this node, no member, has no device, or is being fenced; also if
     *     the loop has not begun by now
     */
    FenceReport fence(String name, Call call) throws InterruptedException {
        View view = published.round().view();
        NodeName node = member(view, name);
        Asked asked = Wording.asked(call);
        String reason = Wording.terms(asked).reason();
        Optional<Fencing> before = last(view, node);
        if (before.filter(Fencing::running).isPresent()) {
            throw new Refusal(409, node + " is being fenced already", "svcmgr nodes");
        }
        if (!asked.yes() || asked.dryRun()) {
            return new FenceReport(name, asked.dryRun() ? "plan" : FenceReport.CONFIRM, "",
                    follows(view, node));
        }
        inbox.accept(new Event.FenceAsked(node, Wording.author(call, view)
                + (reason.isEmpty() ? "" : " (" + reason + ")")));
        View after = published.await(round -> !last(round.view(), node).equals(before), TAKEN_IN)
                .view();
        if (last(after, node).equals(before)) {
            throw new Refusal(503, "expected the fence of " + node + " to begin within "
                    + TAKEN_IN.toSeconds() + "s, got no sign of it: it begins as soon as the"
                    + " agent comes to it", "svcmgr nodes");
        }
        return report(name, Duration.ZERO);
    }

    /** How far the last try is; at the latest after this time. */
    FenceReport report(String name, Duration patience) throws InterruptedException {
        NodeName node = member(published.round().view(), name);
        Optional<Fencing> found = last(published.await(round -> last(round.view(), node)
                .filter(Fencing::running).isEmpty(), patience).view(), node);
        if (found.isEmpty()) {
            return new FenceReport(name, "unknown", node + " is heard and has booted since",
                    List.of());
        }
        Fencing last = found.get();
        return new FenceReport(name, last.running() ? FenceReport.PENDING
                : last.phase().name().toLowerCase(Locale.ROOT), last.detail(), List.of());
    }

    /** Takes an operator's word that a node is off, unless this node hears it. */
    NodeStatus vouch(String name, Call call) throws InterruptedException {
        View view = published.round().view();
        NodeName node = peer(view, name);
        if (Liveness.alive(view, node)) {
            throw new Refusal(409, node + " is not off: its beats are heard", "svcmgr nodes");
        }
        inbox.accept(new Event.Vouched(node, Wording.author(call, view)));
        Published.Round after = published.await(round -> last(round.view(), node)
                .filter(Fencing::off).isPresent(), TAKEN_IN);
        return new Screens(after, clock).nodes().stream()
                .filter(one -> one.name().equals(node.value())).findFirst().orElseThrow();
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

    private static Optional<Fencing> last(View view, NodeName node) {
        return Optional.ofNullable(view.fencings().get(node));
    }

    private static NodeName member(View view, String name) {
        NodeName node = new NodeName(name);
        if (node.equals(view.self().node())) {
            throw new Refusal(409, node + " is this node itself: another one can fence it",
                    "svcmgr node shutdown");
        }
        peer(view, name);
        if (!view.cluster().fenced().contains(node)) {
            throw new Refusal(409, "cluster.conf has no [stonith#" + node + "], which says how "
                    + node + " is switched off", "svcmgr keywords stonith");
        }
        return node;
    }

    private static NodeName peer(View view, String name) {
        NodeName node = new NodeName(name);
        if (!view.peers().containsKey(node)) {
            throw new Refusal(404, "expected one of " + view.peers().keySet() + ", got " + node,
                    "svcmgr nodes");
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
