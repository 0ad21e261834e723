package org.understudy.agent;

import java.util.List;
import java.util.Optional;
import org.understudy.api.Reply;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.TimingText;

/**
 * Answers about the nodes.
 *
 * @param published what is known of them
 * @param clock to show times with
 * @param requests what is asked of this one
 * @param simulations what would become of them
 * @param fences how they are switched off
 * @param timings how long what takes at most
 * @param stats how they hear each other, and what is counted
 * @param withdrawal takes this one out of the cluster
 * @param drills rehearsals
 */
record NodeAnswers(Published published, Clock clock, NodeRequests requests,
        Simulations simulations, FenceRequests fences, Timings timings, StatAnswers stats,
        Withdrawal withdrawal, Drills drills) {
    /** What the commands of that name show; empty of any other word. */
    Optional<List<?>> list(String what) {
        return switch (what) {
            case "nodes" -> Optional.of(all());
            case "links" -> Optional.of(stats.links().all());
            case "stats" -> Optional.of(stats.all());
            case "timings" -> Optional.of(limits());
            default -> Optional.empty();
        };
    }

    /** What Prometheus is told. */
    Reply metrics() {
        return new Metrics(published.round(), clock).reply(published.rounds(), stats.links().all());
    }

    /** How long what takes at most. */
    List<TimingText> limits() {
        return timings.of(published.round().view());
    }

    /** Every member. */
    List<NodeStatus> all() {
        return new Screens(published.round(), clock).nodes().stream().map(fences.tests()::on)
                .toList();
    }
}
