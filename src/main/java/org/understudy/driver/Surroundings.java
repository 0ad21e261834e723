package org.understudy.driver;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.understudy.exec.Commands;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/**
 * What drivers need to know of the node they act on.
 *
 * @param node its name; marks what it owns on shared disks
 * @param commands the only way to the machine, save for docker's sockets
 * @param var what must outlive a reboot: {@code /var/lib/understudy}
 * @param run what need not, and has a short path: {@code /run/understudy}
 * @param listener hears what they do
 * @param outlook what is known beyond their own resources; asked from their threads
 * @param root where looks without a command begin: {@code /}
 */
public record Surroundings(NodeName node, Commands commands, Path var, Path run,
        Listener listener, Outlook outlook, Path root) {
    private static final Outlook ALONE = new Outlook() {
        @Override
        public boolean isUp(ServiceName service) {
            return false;
        }

        @Override
        public Optional<String> refused(ServiceName service, Rid rid) {
            return Optional.of("nobody looks after it here");
        }

        @Override
        public boolean idle(ServiceName service, NodeName node) {
            return true;
        }

        @Override
        public boolean mayTake(ServiceName service, Rid rid, NodeName from) {
            return true;
        }

        @Override
        public Optional<String> inUse(ServiceName service, NodeName node) {
            return Optional.empty();
        }

        @Override
        public ZonedDateTime now() {
            return Instant.EPOCH.atZone(ZoneOffset.UTC);
        }
    };

    /** Of the machine as it is. */
    public Surroundings(NodeName node, Commands commands, Path var, Path run, Listener listener,
            Outlook outlook) {
        this(node, commands, var, run, listener, outlook, Path.of("/"));
    }

    /** Of no cluster, where no job is ever run: no service is up. */
    public Surroundings(NodeName node, Commands commands, Path var, Path run, Listener listener) {
        this(node, commands, var, run, listener, ALONE);
    }

    /** What is known of the service and of the other nodes at the moment. */
    public interface Outlook {
        /** Whether the service is up on this node, as last read. */
        boolean isUp(ServiceName service);

        /** Why a job must not be begun here at this very moment; empty when it may. */
        Optional<String> refused(ServiceName service, Rid rid);

        /** Whether it is certain that nothing of the service runs there. */
        boolean idle(ServiceName service, NodeName node);

        /**
         * Whether a start may take the disks of a reservation from that node: it had them when the
         * start was decided, or nothing of the service can run there.
         */
        boolean mayTake(ServiceName service, Rid rid, NodeName from);

        /** Why the service's files there may be in use; empty when they are not. */
        Optional<String> inUse(ServiceName service, NodeName node);

        /** What a watch on the wall says. */
        ZonedDateTime now();
    }

    /** Hears what the drivers do, in an operator's words; called from their threads. */
    public interface Listener {
        /**
         * One thing that was done or found.
         *
         * @param level INFO, or WARNING when it is not as it should be
         * @param message such as the command that is about to run
         */
        void heard(ServiceName service, Rid rid, String level, String message);
    }
}
