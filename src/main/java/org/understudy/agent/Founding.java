package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.understudy.config.ClusterFile;
import org.understudy.config.ClusterForm;
import org.understudy.config.ConfigException;
import org.understudy.config.Editor;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.NodeName;
import org.understudy.wire.Edited;
import org.understudy.wire.NewMember;

/**
 * Makes a cluster of one: its file and its key.
 *
 * @param paths where they go
 * @param self its first member
 * @param form of the file
 */
record Founding(Paths paths, NodeName self, ClusterForm form) {
    Edited init(NewMember asked) {
        boolean bare = asked.cluster().isEmpty() && asked.addresses().isEmpty();
        if (bare && Files.notExists(paths.key()) && !ClusterClerk.isUnused(paths, form)) {
            return keyAlone();
        }
        refuseAnother(asked);
        Map<String, String> addresses = new TreeMap<>(asked.addresses());
        String name = asked.cluster().isEmpty() ? "default" : asked.cluster();
        String text = NewCluster.text(name, self, addresses.getOrDefault("hb#1", ""));
        addresses.remove("hb#1");
        try {
            Editor editor = new Editor(form);
            editor.check(paths.cluster(), text);
            List<String> told = new ArrayList<>();
            if (Files.exists(paths.cluster())) {
                told.add("kept the unused " + paths.cluster() + " as "
                        + new Deleted(paths.var()).take(editor, paths.cluster()));
            }
            editor.create(paths.cluster(), text, Admission.links(self, addresses));
            write(ClusterKey.fresh());
            told.add(0, "cluster " + name + ": made, with " + self + " as its member: "
                    + paths.cluster() + ", " + paths.key());
            told.addAll(gaps());
            return new Edited(true, told, List.of());
        } catch (ConfigException e) {
            throw new Refusal(422, new org.understudy.wire.Problem("no cluster is made, since its"
                    + " file would be wrong", ConfigClerk.lines(e), "svcmgr cluster init"
                    + " --name prod --addr 10.0.0.1"));
        }
    }

    /** A cluster.conf that was written by hand lacks nothing but this. */
    private Edited keyAlone() {
        write(ClusterKey.fresh());
        return new Edited(true, List.of("there is " + paths.cluster() + " already; made the key"
                + " it lacked: " + paths.key()), List.of("every other member needs this key:"
                + " svcmgr cluster token here, svcmgr cluster join --update there"));
    }

    private void write(ClusterKey key) {
        try {
            key.write(paths.key());
        } catch (IOException e) {
            throw new Refusal(500, paths.key() + ": cannot be written: " + e, "the same with sudo");
        }
    }

    private void refuseAnother(NewMember asked) {
        if (!asked.node().isEmpty() && !new NodeName(asked.node()).equals(self)) {
            throw new Refusal(409, "expected this node, " + self + ", as the first member, got "
                    + asked.node(), "svcmgr cluster init; then svcmgr cluster token --node "
                    + asked.node());
        }
        if (!ClusterClerk.isUnused(paths, form)) {
            throw new Refusal(409, "this node is in a cluster already: " + paths.cluster(),
                    "svcmgr cluster print config");
        }
        if (Files.exists(paths.key())) {
            throw new Refusal(409, "there is a key of another cluster: " + paths.key(),
                    "mv " + paths.key() + " " + paths.key() + ".old");
        }
    }

    /** What is missing for safety, each with the command that adds it. */
    private List<String> gaps() {
        Cluster cluster = ClusterFile.read(paths.cluster(), paths.node(), self).cluster();
        List<String> gaps = new ArrayList<>(List.of("for safety there is missing:"));
        List<Link> links = cluster.links();
        String address = "<address of " + self + ">";
        if (links.isEmpty()) {
            gaps.add("- a link to hear others on: svcmgr cluster set hb#1.type=unicast hb#1.addr@"
                    + self + "='" + address + "'");
        }
        if (links.size() < 2) {
            gaps.add("- a second link, over another card and cable: svcmgr cluster set"
                    + " hb#2.type=unicast hb#2.addr@" + self + "='" + address + "'");
        }
        gaps.add("- a way to switch " + self + " off, so that others may take over: svcmgr cluster"
                + " set 'stonith#" + self + ".cmd=<command>'");
        gaps.add("- a second node, so that somebody takes over: svcmgr cluster token --node <name>"
                + " --addr 'hb#1=<its address>'");
        gaps.add("then start the agent, also if it runs: systemctl enable understudy;"
                + " systemctl restart understudy");
        return gaps;
    }
}
