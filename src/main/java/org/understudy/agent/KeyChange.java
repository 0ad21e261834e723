package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.config.ClusterFile;
import org.understudy.model.NodeName;
import org.understudy.wire.Edited;
import org.understudy.wire.Json;
import org.understudy.wire.KeyText;

/**
 * Changes the cluster's key on all nodes, over the agents' own sealed channel: every node learns to
 * open the new one, then all seal with it, then the old one goes. Each of the three is begun only
 * when all nodes have the one before in force. What was interrupted goes on where it was.
 *
 * @param paths where the key is
 * @param self this node
 * @param witness what its agent knows
 */
record KeyChange(Paths paths, NodeName self, Witness witness) {
    private static final String LEARNT = "# while it changes: the second key is the new one\n";
    private static final String SEALING = "# while it changes: the first key is the new one\n";
    private static final int ROOT = 0;

    /** @throws Refusal when a node is not heard, or did not do its part: say it again then */
    Edited rotate() {
        ClusterClerk.requireCluster(paths);
        ClusterFile file = ClusterFile.read(paths.cluster(), paths.node(), self);
        List<NodeName> others = file.cluster().nodes().stream()
                .filter(node -> !node.equals(self)).toList();
        refuse(file, others);
        ClusterKey now = ClusterKey.read(paths.key());
        List<String> keys = now.keys();
        boolean sealing = now.text().startsWith(SEALING);
        if (keys.size() > 1 && !sealing && !now.text().startsWith(LEARNT)) {
            throw new Refusal(409, paths.key() + ": expected one key, got two, and nothing that"
                    + " says which is the new one", "finish by hand what was begun by hand: the new"
                    + " one first on every node, then the old one away");
        }
        String fresh = keys.size() == 1 ? ClusterKey.fresh().keys().get(0)
                : keys.get(sealing ? 0 : 1);
        String old = keys.get(sealing ? 1 : 0);
        if (!sealing) {
            everywhere(LEARNT + old + "\n" + fresh + "\n", others);
        }
        everywhere(SEALING + fresh + "\n" + old + "\n", others);
        others.forEach(node -> tell(node, fresh + "\n"));
        put(fresh + "\n");
        return new Edited(true, List.of("the key is changed on " + file.cluster().nodes()),
                List.of("tokens of before are good for nothing any more"));
    }

    private void refuse(ClusterFile file, List<NodeName> others) {
        if (!file.arbitrators().isEmpty()) {
            throw new Refusal(409, "expected no arbitrator, since its copy of the key cannot be"
                    + " changed from here, got " + file.arbitrators().keySet(), "by hand: the new"
                    + " key as a second line on every node and in the arbitrator's file, then the"
                    + " first line, then the old one away");
        }
        List<NodeName> silent = others.stream().filter(node -> !witness.hears(node)).toList();
        if (!silent.isEmpty()) {
            throw new Refusal(409, "expected all members to be heard, or they would be shut out,"
                    + " got silence from " + silent + "; nothing is changed", "svcmgr nodes");
        }
    }

    private void everywhere(String text, List<NodeName> others) {
        put(text);
        others.forEach(node -> tell(node, text));
    }

    private void tell(NodeName node, String text) {
        Reply reply;
        try {
            reply = witness.ask(node, new Call("POST", "/v1/cluster/key-step", Map.of(),
                    new String(Json.encode(new KeyText(text)),
                            StandardCharsets.UTF_8), ROOT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unfinished(node, "interrupted");
        } catch (Refusal e) {
            throw unfinished(node, e.getMessage());
        }
        if (!reply.good()) {
            throw unfinished(node, reply.json());
        }
    }

    private static Refusal unfinished(NodeName node, String why) {
        return new Refusal(409, "the change is not finished: " + node + " did not do its part: "
                + why + "; the nodes go on hearing each other", "svcmgr cluster key rotate, once"
                + " that is mended: it goes on where it was");
    }

    /**
     * Does this node's part.
     *
     * @throws Refusal when the keys asked for have too little in common with those in force
     */
    Edited take(KeyText asked) {
        ClusterClerk.requireCluster(paths);
        List<String> now = ClusterKey.read(paths.key()).keys();
        List<String> next = ClusterKey.of(asked.text()).keys();
        if (!follows(now, next)) {
            throw new Refusal(409, self + " holds other keys, perhaps of another change that was"
                    + " not finished: " + now.size() + " in " + paths.key(),
                    "svcmgr cluster key rotate --node " + self);
        }
        put(asked.text());
        return new Edited(!now.equals(next), List.of(self + ": the keys are in force"), List.of());
    }

    /** Whether no other node can be shut out by it that goes the same way. */
    static boolean follows(List<String> now, List<String> next) {
        if (now.size() == 1 || now.equals(next)) {
            return next.contains(now.get(0));
        }
        return next.size() == 2 ? next.containsAll(now) : now.get(0).equals(next.get(0));
    }

    private void put(String text) {
        List<String> problems = new ArrayList<>();
        try {
            ClusterKey.of(text).write(paths.key());
            problems.addAll(witness.keysChanged());
        } catch (IOException e) {
            problems.add(paths.key() + ": cannot be written: " + e);
        }
        if (!problems.isEmpty()) {
            throw new Refusal(500, String.join("; ", problems), "df -h; ls -la " + paths.etc());
        }
    }
}
