package org.understudy.agent;

import java.util.List;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

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

    /** Whether the node says that it stopped all its services to leave, and is heard. */
    default boolean hasLeft(NodeName node) {
        return false;
    }

    /**
     * Takes in that a service's file was changed.
     *
     * @return why it is not in force as it is, a line each
     */
    List<String> changed(ServiceName service);

    /**
     * Takes in that the keys were changed.
     *
     * @return why they are not in force, a line each; where no agent runs the next one reads them
     */
    default List<String> keysChanged() {
        return List.of();
    }

    /**
     * Has another node's agent answer a call.
     *
     * @throws Refusal when it cannot be asked, or does not answer in time
     */
    Reply ask(NodeName node, Call call) throws InterruptedException;

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

        @Override
        public Reply ask(NodeName node, Call call) {
            throw new Refusal(503, "no agent runs here that could ask",
                    "systemctl start understudy");
        }

        /** The next agent reads every file anyway. */
        @Override
        public List<String> changed(ServiceName service) {
            return List.of();
        }
    }
}
