package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.understudy.config.ClusterForm;
import org.understudy.config.ConfigException;
import org.understudy.config.Editor;
import org.understudy.config.Readout;
import org.understudy.model.NodeName;
import org.understudy.wire.Edited;
import org.understudy.wire.Problem;

/**
 * Takes nodes out of the cluster: a node leaves, and the others forget it.
 *
 * @param paths where the files are
 * @param self this node
 * @param witness what an agent knows
 * @param form of cluster.conf
 */
record Parting(Paths paths, NodeName self, Witness witness, ClusterForm form) {
    /** A node that is alone starts its services by itself, so it may have none any more. */
    Edited leave() {
        ClusterClerk.requireCluster(paths);
        if (witness.isHere()) {
            throw new Refusal(409, self + " does not leave while its agent runs: the others would"
                    + " take it for dead", "svcmgr node shutdown --wait, then the same again");
        }
        SortedMap<String, String> services = ClusterClerk.naming(paths, self, self);
        if (!services.isEmpty()) {
            throw new Refusal(409, new Problem(self + " does not leave while service files here"
                    + " name it: alone it would start them by itself", lines(services),
                    "svcmgr -s " + String.join(",", services.keySet()) + " set nodes-=" + self
                    + ", here and on a node that stays, if you have seen that they are down"
                    + " here"));
        }
        Editor editor = new Editor(form);
        try {
            Deleted deleted = new Deleted(paths.var());
            List<String> told = new ArrayList<>(List.of(self + ": in no cluster any more; the file"
                    + " is kept as " + deleted.take(editor, paths.cluster())));
            ClusterFiles.forget(paths);
            Versions.forget(paths.var());
            if (Files.exists(paths.key())) {
                told.add("the key is kept as " + deleted.take(editor, paths.key()));
            }
            return new Edited(true, told, List.of("on each member that stays: svcmgr cluster"
                    + " forget " + self));
        } catch (ConfigException | IOException e) {
            throw new Refusal(500, e.getMessage(), "the same with sudo");
        }
    }

    /** Drops a node that is gone for good: its membership, addresses, fence and own values. */
    Edited forget(NodeName node) {
        ClusterClerk.requireCluster(paths);
        refuse(node);
        try {
            Readout before = new Readout(form, paths.cluster());
            List<String> unset = new ArrayList<>();
            before.sections().forEach((section, keys) -> unset.addAll(of(node, section, keys)));
            new Editor(form).edit(paths.cluster(), List.of("cluster.nodes-=" + node), unset);
            return new Edited(true, List.of(node + ": no member any more"),
                    List.of(ClusterClerk.OTHERS, ClusterClerk.RESTART));
        } catch (ConfigException e) {
            throw new Refusal(422, new Problem(node + " stays a member; " + paths.cluster()
                    + " is as it was", ConfigClerk.lines(e), "svcmgr cluster edit config"));
        }
    }

    private void refuse(NodeName node) {
        if (node.equals(self)) {
            throw new Refusal(409, "expected another node, got this one", "svcmgr cluster leave");
        }
        List<String> members = members();
        if (!members.contains(node.value())) {
            throw new Refusal(409, "expected a member, one of " + String.join(", ", members)
                    + ", got " + node, "svcmgr cluster print config");
        }
        if (witness.hears(node)) {
            throw new Refusal(409, node + " is not forgotten, since it is heard: it lives and may"
                    + " run services", "svcmgr node shutdown --wait on " + node);
        }
        SortedMap<String, String> services = ClusterClerk.naming(paths, self, node);
        if (!services.isEmpty()) {
            throw new Refusal(409, new Problem(node + " is not forgotten while service files here"
                    + " name it", lines(services), "svcmgr -s " + String.join(",",
                            services.keySet()) + " set nodes-=" + node));
        }
    }

    private List<String> members() {
        try {
            return List.of(new Readout(form, paths.cluster()).raw("cluster.nodes")
                    .toLowerCase(Locale.ROOT).split("\\s+"));
        } catch (ConfigException none) {
            return List.of(self.value());
        }
    }

    private static List<String> of(NodeName node, String section, Map<String, String> keys) {
        if ((section + ":").toLowerCase(Locale.ROOT).startsWith("stonith#" + node + ":")) {
            return List.of(section);
        }
        return keys.keySet().stream().filter(key -> key.toLowerCase(Locale.ROOT)
                .endsWith("@" + node)).map(key -> section + "." + key).toList();
    }

    private static List<String> lines(SortedMap<String, String> services) {
        return services.entrySet().stream().map(one -> one.getKey() + " " + one.getValue())
                .toList();
    }
}
