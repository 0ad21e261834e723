package org.understudy.agent;

import java.util.List;
import java.util.Optional;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.config.ClusterForm;
import org.understudy.model.NodeName;

/**
 * node.conf: {@code node/config}.
 *
 * @param paths where it is
 * @param self this node
 */
record NodeClerk(Paths paths, NodeName self) implements FileDesk.Clerk {
    private static final String RESTART = "the agent restarts to take it in, which stops no"
            + " service, once all members are heard; or now: systemctl restart understudy";

    @Override
    public Optional<Reply> answer(Call call, List<String> rest) {
        if (rest.isEmpty() || !rest.get(0).equals("config")) {
            return Optional.empty();
        }
        return new ConfigClerk(ClusterForm.ofNode(paths.cluster(), self), paths.node(), self,
                new ConfigClerk.Subject("svcmgr node", () -> List.of(RESTART)))
                        .answer(call, rest.subList(1, rest.size()));
    }
}
