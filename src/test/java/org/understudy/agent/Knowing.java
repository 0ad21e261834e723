package org.understudy.agent;

import java.util.List;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

/** An agent that has heard n2 say that it stopped all. */
final class Knowing implements Witness {
    @Override
    public boolean isHere() {
        return true;
    }

    @Override
    public boolean hasLeft(NodeName node) {
        return node.value().equals("n2");
    }

    @Override
    public List<String> notDown(ServiceName service) {
        return List.of();
    }

    @Override
    public boolean hears(NodeName node) {
        return true;
    }

    @Override
    public List<String> changed(ServiceName service) {
        return List.of();
    }

    @Override
    public Reply ask(NodeName node, Call call) {
        throw Standing.unheard(node);
    }
}
