package org.understudy.core;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.understudy.model.Link;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * Whether a start that was decided may go on: asked before each of its steps, because the process
 * may have been stopped in between, and what was true then may be true no more.
 */
public final class Permit {
    private Permit() {
    }

    /**
     * Why the next step may not be done now; empty when it may.
     *
     * @param view of the last round
     * @param now may be later than the view's
     */
    public static Optional<String> refused(View view, ServiceName service, Rid rid, Moment now) {
        View current = view.at(now);
        if (!Majority.held(current)) {
            return Optional.of("no majority: " + Majority.words(current));
        }
        Duration gap = now.since(view.now());
        if (gap.compareTo(shortest(view).dividedBy(2)) > 0) {
            return Optional.of("this process did not run for " + Words.of(gap));
        }
        return Reserving.refused(current, service)
                .or(() -> Guarding.refused(view, service))
                .or(() -> unconfirmed(current, service))
                .or(() -> upElsewhere(current, service, rid));
    }

    /** Since this process stood still, a node of the service has not answered any beat. */
    private static Optional<String> unconfirmed(View view, ServiceName service) {
        Local local = view.services().get(service);
        return local == null ? Optional.empty() : view.others(local.service()).stream()
                .filter(node -> !confirmed(view, node)).findFirst()
                .map(node -> "this process stood still, and " + node
                        + " has not answered it since");
    }

    /** Whether the node has answered since this process stood still, if it did so lately. */
    static boolean confirmed(View view, NodeName node) {
        return view.stalled().filter(at -> view.now().since(at).compareTo(longest(view)) <= 0)
                .map(at -> view.peer(node).acked().filter(sent -> !sent.isBefore(at)).isPresent())
                .orElse(true);
    }

    /** What stands by is up on several nodes, and so is a service with several instances. */
    private static Optional<String> upElsewhere(View view, ServiceName service, Rid rid) {
        Local local = view.services().get(service);
        boolean shared = local != null && (local.service().rules().flexible()
                || local.service().resources().stream()
                        .anyMatch(one -> one.rid().equals(rid) && one.is(Flag.STANDBY)));
        return shared ? Optional.empty()
                : Elsewhere.first(view, service, there -> Elsewhere.up(there.avail()))
                        .map(node -> "up on " + node);
    }

    private static Duration shortest(View view) {
        return view.cluster().links().stream().map(Link::timeout)
                .min(Comparator.naturalOrder()).orElse(Duration.ofDays(1));
    }

    private static Duration longest(View view) {
        return view.cluster().links().stream().map(Link::timeout)
                .max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
}
