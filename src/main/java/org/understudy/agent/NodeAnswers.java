package org.understudy.agent;

import java.util.List;
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
 * @param links how they hear each other
 */
record NodeAnswers(Published published, Clock clock, NodeRequests requests,
        Simulations simulations, FenceRequests fences, Timings timings, LinkAnswers links) {
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
