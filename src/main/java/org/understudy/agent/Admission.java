package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.understudy.config.ClusterFile;
import org.understudy.config.ClusterForm;
import org.understudy.config.ConfigException;
import org.understudy.config.Editor;
import org.understudy.config.Readout;
import org.understudy.model.Cluster;
import org.understudy.model.NodeName;
import org.understudy.wire.Credentials;
import org.understudy.wire.Edited;
import org.understudy.wire.Joining;
import org.understudy.wire.NewMember;
import org.understudy.wire.Problem;
import org.understudy.wire.TokenText;

/**
 * Takes nodes in: a member writes a token, the new node joins with it.
 *
 * @param paths where the files are
 * @param self this node
 * @param form of cluster.conf
 * @param clock a token is good for a while only
 */
record Admission(Paths paths, NodeName self, ClusterForm form, Clock clock) {
    private static final Duration GOOD_FOR = Duration.ofHours(1);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    /** Adds the node, unless it is a member, and tells what it needs to join. */
    TokenText token(NewMember asked) {
        ClusterClerk.requireCluster(paths);
        ClusterKey key = ClusterKey.read(paths.key());
        List<String> notes = new ArrayList<>();
        if (!asked.node().isEmpty()) {
            NodeName node = new NodeName(asked.node());
            if (admit(node, asked.addresses())) {
                notes.add(node + " is a member now: " + paths.cluster());
                notes.add(ClusterClerk.RESTART);
            }
        }
        ClusterFile file = file();
        Cluster cluster = file.cluster();
        file.warnings().forEach(warning -> notes.add(warning.toString()));
        Instant expires = clock.wall().plus(asked.lastsMillis() == 0 ? GOOD_FOR
                : Duration.ofMillis(asked.lastsMillis()));
        notes.add(0, "whoever has this line can join until " + SECONDS.format(expires)
                + ": it is a secret");
        notes.addAll(next(cluster, asked.node()));
        return new TokenText(Token.of(new Credentials(Token.version(), cluster.name(),
                self.value(), clock.wall().getEpochSecond(), expires.getEpochSecond(), key.text(),
                new Readout(form, paths.cluster()).text())), notes);
    }

    private List<String> next(Cluster cluster, String node) {
        List<String> others = cluster.nodes().stream().map(NodeName::value)
                .filter(one -> !one.equals(self.value()) && !one.equalsIgnoreCase(node)).toList();
        List<String> notes = new ArrayList<>();
        if (!node.isEmpty()) {
            notes.add("on " + node + ": svcmgr cluster join <this line>");
        }
        if (!others.isEmpty()) {
            notes.add("the other members, " + String.join(", ", others)
                    + ", take cluster.conf from this node's agent");
        }
        return notes;
    }

    private boolean admit(NodeName node, Map<String, String> addresses) {
        List<String> set = new ArrayList<>();
        try {
            List<NodeName> members = file().cluster().nodes();
            if (!members.contains(node)) {
                set.add("cluster.nodes=" + String.join(" ",
                        members.stream().map(NodeName::value).toList()) + " " + node);
            }
            set.addAll(links(node, addresses));
            return new Editor(form).edit(paths.cluster(), set, List.of()).changed();
        } catch (ConfigException e) {
            throw new Refusal(422, new Problem(node + " is not added; " + paths.cluster()
                    + " is as it was", ConfigClerk.lines(e), "svcmgr cluster token --node " + node
                    + " --addr hb#1=<its address>,hb#2=<its address>"));
        }
    }

    private ClusterFile file() {
        try {
            return ClusterFile.read(paths.cluster(), paths.node(), self);
        } catch (ConfigException e) {
            throw new Refusal(422, new Problem("cluster.conf or node.conf cannot be used",
                    ConfigClerk.lines(e), "svcmgr cluster edit config"));
        }
    }

    /** The expressions that give a node its addresses. */
    static List<String> links(NodeName node, Map<String, String> addresses) {
        List<String> set = new ArrayList<>();
        new TreeMap<>(addresses).forEach((link, address) -> {
            set.add(link + ".type=unicast");
            set.add(link + ".addr@" + node + "=" + address);
        });
        return set;
    }

    /** Becomes a member, or takes the newer file of the own cluster. */
    Edited join(Joining asked) {
        Credentials credentials = read(asked.token());
        ClusterKey key = ClusterKey.of(credentials.key());
        if (asked.update() && ClusterClerk.isUnused(paths, form)) {
            throw new Refusal(409, "expected a member of cluster " + credentials.cluster()
                    + " to update, got no cluster.conf here", "svcmgr cluster join <token>");
        }
        refuseAnother(credentials, key, asked.update());
        try {
            Editor editor = new Editor(form);
            editor.check(paths.cluster(), credentials.conf());
            List<String> told = new ArrayList<>(List.of(self + ": member of cluster "
                    + credentials.cluster() + ": " + paths.cluster() + ", " + paths.key()));
            if (ClusterClerk.isUnused(paths, form)) {
                Versions.forget(paths.var());
            }
            boolean keyed = kept(paths.key(), key.text(), told);
            boolean same = kept(paths.cluster(), credentials.conf(), told) && keyed;
            key.write(paths.key());
            editor.put(paths.cluster(), credentials.conf());
            return new Edited(!same, told, same ? List.of("all of it was so already") : next());
        } catch (ConfigException e) {
            throw new Refusal(422, new Problem("this node, " + self + ", does not join with that"
                    + " file", ConfigClerk.lines(e), "svcmgr cluster token --node " + self
                    + " on " + credentials.issuer()));
        } catch (IOException e) {
            throw new Refusal(500, paths.etc() + ": cannot be written: " + e, "the same with sudo");
        }
    }

    /** Keeps what was there; gives whether it is the same. */
    private boolean kept(Path file, String text, List<String> told) throws IOException {
        if (Files.notExists(file)) {
            return false;
        }
        byte[] before = Files.readAllBytes(file);
        boolean same = Arrays.equals(before, text.getBytes(StandardCharsets.UTF_8));
        if (!same) {
            told.add("the " + file.getFileName() + " before is kept as "
                    + new Deleted(paths.var()).keep(file, before));
        }
        return same;
    }

    private List<String> next() {
        return List.of("this node's agent takes it in when it starts: systemctl enable understudy;"
                + " systemctl restart understudy",
                "then see whether it is heard: svcmgr nodes",
                "the files of services it is to run come by themselves, to " + paths.services());
    }

    private Credentials read(String token) {
        Credentials credentials;
        try {
            credentials = Token.read(token);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, e.getMessage(), "svcmgr cluster token on a member");
        }
        Instant expires = Instant.ofEpochSecond(credentials.expires());
        if (clock.wall().isAfter(expires)) {
            throw new Refusal(409, "expected a token that is good now, " + SECONDS.format(
                    clock.wall()) + ", got one that was good until " + SECONDS.format(expires),
                    "svcmgr cluster token on " + credentials.issuer());
        }
        if (credentials.version() != Token.version()) {
            throw new Refusal(409, "expected a token of version " + Token.version() + ", got "
                    + credentials.version(), "the same version of understudy on both nodes");
        }
        return credentials;
    }

    /**
     * A node in two clusters would be fenced by both. A member that has no key yet is known by its
     * cluster's name.
     */
    private void refuseAnother(Credentials credentials, ClusterKey key, boolean update) {
        boolean used = !ClusterClerk.isUnused(paths, form);
        boolean keyed = Files.exists(paths.key());
        boolean named = used && !keyed && new Readout(form, paths.cluster()).raw("cluster.name")
                .equals(credentials.cluster());
        if (keyed && !ClusterKey.read(paths.key()).isOfSameCluster(key)
                || used && !keyed && !(named && update)) {
            throw new Refusal(409, "expected no cluster here, or cluster "
                    + credentials.cluster() + " with the key of the token; got "
                    + (used ? "cluster " + new Readout(form, paths.cluster()).raw("cluster.name")
                    + (keyed ? " with another key" : " without a key") + " in " + paths.cluster()
                    : "another key in " + paths.key()),
                    named ? "svcmgr cluster join --update, if it is the same cluster"
                    : used ? "svcmgr cluster leave"
                    : "mv " + paths.key() + " " + paths.key() + ".old");
        }
    }
}
