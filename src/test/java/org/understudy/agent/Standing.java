package org.understudy.agent;

import java.util.List;
import java.util.function.Predicate;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

/** An agent that is there: where services are up, whom it hears, and how the others answer it. */
record Standing(List<String> up, Predicate<NodeName> heard, Asked asked) implements Witness {
    /** How another node's agent answers a call. */
    interface Asked {
        Reply by(NodeName node, Call call);
    }

    /** Nobody answers it. */
    Standing(List<String> up, Predicate<NodeName> heard) {
        this(up, heard, (node, call) -> {
            throw unheard(node);
        });
    }

    static Refusal unheard(NodeName node) {
        return new Refusal(503, node + " is not heard", "svcmgr nodes");
    }

    @Override
    public boolean isHere() {
        return true;
    }

    @Override
    public List<String> notDown(ServiceName service) {
        return up;
    }

    @Override
    public boolean hears(NodeName node) {
        return heard.test(node);
    }

    @Override
    public Reply ask(NodeName node, Call call) {
        return asked.by(node, call);
    }

    @Override
    public List<String> changed(ServiceName service) {
        return List.of();
    }
}
