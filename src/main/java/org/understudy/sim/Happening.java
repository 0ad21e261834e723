package org.understudy.sim;

import java.time.Duration;
import java.util.Optional;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/**
 * Something that befalls a cluster, or that an operator does to it.
 *
 * @param kind what
 * @param about whom; what does not matter to the kind is empty
 * @param quiet whether it comes only when nothing more follows from what came before
 * @param after so long after the one before, or after that quiet
 */
public record Happening(Kind kind, About about, boolean quiet, Duration after) {
    /** What can happen. */
    public enum Kind {
        /** A node loses its power. */
        CRASH,
        /** A node is restarted by its operator: its services stop first. */
        REBOOT,
        /** A node is shut down: its services stop first. */
        SHUTDOWN,
        /** A link breaks, for one node or between all. */
        CUT,
        /** All links work again. */
        HEAL,
        /** A resource ends by itself where it is up. */
        FAIL,
        /** A service, a node or everything is frozen. */
        FREEZE,
        /** And thawed again. */
        THAW,
        /** A service is to move to a node. */
        SWITCH
    }

    /** Whom it is about. */
    public record About(Optional<NodeName> node, Optional<LinkName> link,
            Optional<ServiceName> service, Optional<Rid> rid) {
        public static final About ALL = new About(Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());

        public About node(NodeName next) {
            return new About(Optional.of(next), link, service, rid);
        }

        public About link(LinkName next) {
            return new About(node, Optional.of(next), service, rid);
        }

        public About service(ServiceName next) {
            return new About(node, link, Optional.of(next), rid);
        }

        public About rid(Rid next) {
            return new About(node, link, service, Optional.of(next));
        }
    }
}
