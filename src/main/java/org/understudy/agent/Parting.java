package org.understudy.agent;

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
import org.understudy.wire.Leave;
import org.understudy.wire.Left;
import org.understudy.wire.Problem;
import org.understudy.wire.Release;

/**
 * Takes nodes out of the cluster: a node leaves, and the others forget it.
 *
 * @param paths where the files are
 * @param self this node
 * @param witness what an agent knows
 * @param form of cluster.conf
 */
record Parting(Paths paths, NodeName self, Witness witness, ClusterForm form) {
    /**
     * Leaves where no agent runs. A node that is alone starts its services by itself, so it may
     * have none any more.
     */
    Left leave(Leave asked) {
        Leftovers leftovers = new Leftovers(paths, self);
        if (leftovers.due() && !asked.dryRun()) {
            return new Left("done", leftovers.clear(), List.of());
        }
        ClusterClerk.requireCluster(paths);
        SortedMap<String, String> services = ClusterClerk.naming(paths, self, self);
        if (!services.isEmpty()) {
            throw new Refusal(409, new Problem(self + " does not leave while service files here"
                    + " name it: alone it would start them by itself", lines(services),
                    "svcmgr -s " + String.join(",", services.keySet()) + " set nodes-=" + self
                    + ", here and on a node that stays, if you have seen that they are down"
                    + " here"));
        }
        List<String> others = List.of("on each member that stays: svcmgr cluster forget " + self);
        return asked.dryRun() ? new Left("plan", List.of(self + ": no agent runs here; "
                + paths.cluster() + " and the key would be kept elsewhere"), others)
                : new Left("done", leftovers.alone(), others);
    }

    /** Drops a node that is gone for good: its membership, addresses, fence and own values. */
    Edited forget(NodeName node) {
        ClusterClerk.requireCluster(paths);
        refuse(node);
        try {
            new Editor(form).edit(paths.cluster(), without(node), own(node));
            return new Edited(true, List.of(node + ": no member any more"),
                    List.of(ClusterClerk.OTHERS, ClusterClerk.RESTART));
        } catch (ConfigException e) {
            throw new Refusal(422, new Problem(node + " stays a member; " + paths.cluster()
                    + " is as it was", ConfigClerk.lines(e), "svcmgr cluster edit config"));
        }
    }

    /**
     * Lets a node go that lives, and has stopped all it ran.
     *
     * @param by the node that asks; only the one that goes may
     */
    Edited release(Release asked, String by) {
        ClusterClerk.requireCluster(paths);
        NodeName node = new NodeName(asked.node());
        if (!node.value().equals(by) || node.equals(self)) {
            throw new Refusal(409, "expected this to be asked by the node that leaves, got " + node
                    + " from " + (by.isEmpty() ? "here" : by), "svcmgr cluster leave on " + node);
        }
        if (!members().contains(node.value())) {
            return new Edited(false, List.of(node + ": no member any more"), List.of());
        }
        SortedMap<String, String> services = ClusterClerk.naming(paths, self, node);
        services.values().removeIf(why -> asked.dryRun() && why.equals(ClusterClerk.NAMES));
        if (!services.isEmpty()) {
            throw new Refusal(409, new Problem(node + " cannot leave while service files on "
                    + self + " name it, or may", lines(services), "svcmgr validate on " + self));
        }
        if (!asked.dryRun() && !witness.hasLeft(node)) {
            throw new Refusal(409, node + " is not known on " + self + " to have stopped its"
                    + " services", "svcmgr cluster leave on " + node);
        }
        return released(asked, node);
    }

    private Edited released(Release asked, NodeName node) {
        try {
            Editor editor = new Editor(form);
            if (asked.dryRun()) {
                editor.check(paths.cluster(), without(node), own(node));
                return new Edited(false, List.of(), List.of());
            }
            editor.edit(paths.cluster(), without(node), own(node));
            return new Edited(true, List.of(node + ": no member any more"), List.of());
        } catch (ConfigException e) {
            throw new Refusal(422, new Problem("cluster.conf would be wrong without " + node
                    + "; it is as it was", ConfigClerk.lines(e), "svcmgr cluster edit config"));
        }
    }

    private static List<String> without(NodeName node) {
        return List.of("cluster.nodes-=" + node);
    }

    /** What cluster.conf says of this node alone. */
    private List<String> own(NodeName node) {
        List<String> unset = new ArrayList<>();
        new Readout(form, paths.cluster()).sections().forEach((section, keys) ->
                unset.addAll(of(node, section, keys)));
        return unset;
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
