package org.understudy.agent;

import java.time.Duration;
import java.util.List;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.core.Beats;
import org.understudy.core.Liveness;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.ServiceStatus;

/**
 * A running agent.
 *
 * @param published what it knows
 * @param clock to show times with
 * @param configuration of its services
 * @param neighbours the other agents
 * @param sentry who looks at the keys
 */
record AgentWitness(Published published, Clock clock, Configuration configuration,
        Neighbours neighbours, Sentry sentry) implements Witness {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public Reply ask(NodeName node, Call call) throws InterruptedException {
        return neighbours.ask(node, call, PATIENCE);
    }

    @Override
    public boolean isHere() {
        return true;
    }

    @Override
    public List<String> notDown(ServiceName service) {
        Published.Round round = published.round();
        Local local = round.view().services().get(service);
        return local == null ? List.of() : new Screens(round, clock).service(local)
                .instances().stream().filter(one -> !isDown(round, service, one))
                .map(one -> one.node() + (one.avail().equals("undef") ? " is not known"
                        : " is " + one.avail())).toList();
    }

    private static boolean isDown(Published.Round round, ServiceName service,
            ServiceStatus.Peer one) {
        boolean down = List.of("down", "n/a", "stdby down").contains(one.avail());
        return down && !(one.state().equals("self") && Beats.holds(round.view(), service));
    }

    @Override
    public boolean hears(NodeName node) {
        return new Screens(published.round(), clock).nodes().stream()
                .filter(one -> one.name().equals(node.value()))
                .map(NodeStatus::state).anyMatch("alive"::equals);
    }

    @Override
    public boolean hasLeft(NodeName node) {
        View view = published.round().view();
        return Liveness.alive(view, node) && view.peer(node).beat()
                .filter(beat -> beat.state() == NodeState.LEFT).isPresent();
    }

    @Override
    public List<String> keysChanged() {
        return sentry.look();
    }

    @Override
    public List<String> changed(ServiceName service) {
        configuration.load();
        return configuration.refused(service.value());
    }
}
