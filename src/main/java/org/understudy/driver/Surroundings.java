package org.understudy.driver;

import java.nio.file.Path;
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
 * @param peers what is known of the other nodes
 */
public record Surroundings(NodeName node, Commands commands, Path var, Path run,
        Listener listener, Peers peers) {
    /** Of no cluster. */
    public Surroundings(NodeName node, Commands commands, Path var, Path run,
            Listener listener) {
        this(node, commands, var, run, listener, (service, other) -> true);
    }

    /** What is known of the other nodes at the moment; asked from the drivers' threads. */
    public interface Peers {
        /** Whether it is certain that nothing of the service runs there. */
        boolean idle(ServiceName service, NodeName node);
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
