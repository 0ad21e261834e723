package org.understudy.agent;

import java.util.List;
import org.understudy.core.Beats;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.ServiceStatus;

/** What files alone do not tell: how services and nodes are, as a running agent knows it. */
interface Witness {
    /** Where no agent runs, nothing is known of anybody. */
    Witness NONE = new Nobody();

    /** Whether there is an agent that knows. */
    boolean isHere();

    /** Where the service is not known to be down, with its status: {@code n1 is up}. */
    List<String> notDown(ServiceName service);

    /** Whether beats of the node come in. */
    boolean hears(NodeName node);

    /**
     * Takes in that a service's file was changed.
     *
     * @return why it is not in force as it is, a line each
     */
    List<String> changed(ServiceName service);

    /**
     * A running agent.
     *
     * @param published what it knows
     * @param clock to show times with
     * @param configuration of its services
     */
    record Agent(Published published, Clock clock, Configuration configuration)
            implements Witness {
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
        public List<String> changed(ServiceName service) {
            configuration.load();
            return configuration.refused(service.value());
        }
    }

    /** There is no agent. */
    final class Nobody implements Witness {
        private Nobody() {
        }

        @Override
        public boolean isHere() {
            return false;
        }

        @Override
        public List<String> notDown(ServiceName service) {
            return List.of();
        }

        @Override
        public boolean hears(NodeName node) {
            return false;
        }

        /** The next agent reads every file anyway. */
        @Override
        public List<String> changed(ServiceName service) {
            return List.of();
        }
    }
}
