package org.understudy.cli;

import java.util.List;

/** What concerns the cluster as a whole: its members, its file, what is fenced. */
final class ActsOfCluster {
    static final String FENCE = "--node --test --yes --reason --time --dry-run --format";
    private static final String FENCE_CODES = "0 confirmed, or all tests went well; 1 not"
            + " confirmed, or a test failed; 2 not understood; 3 a device cannot be tested";

    /** Of any drill. */
    static final String DRILL_CODES = "0 it went as it should; 1 refused, ended early or failed; 2"
            + " not understood";

    static final List<Act> ALL = List.of(
            Act.of("cluster init", "make a cluster of this node", "--name --addr --node").first()
                    .examples("svcmgr cluster init --name prod --addr 10.0.0.1",
                            "svcmgr cluster init --name prod --addr hb#1=10.0.0.1,hb#2=10.1.0.1"),
            Act.of("cluster token", "add a node, print what it joins with",
                    "--node --addr --for").first()
                    .more("The token holds the cluster's key: it is a secret.")
                    .examples("svcmgr cluster token --node n2 --addr 10.0.0.2",
                            "svcmgr cluster token --node n2 --addr 10.0.0.2 --for 10m"),
            Act.of("cluster join", "become a member with such a token", "--update")
                    .takes("<token>").first()
                    .more("- reads the token, so that nobody sees it in a list of processes.")
                    .examples("svcmgr cluster join -", "svcmgr cluster join --update -"),
            Act.of("cluster freeze", "have nothing done by itself, on any node",
                    "--reason --for --dry-run").first()
                    .examples("svcmgr cluster freeze --for 30m",
                            "svcmgr cluster freeze --reason 'new switch'"),
            Act.of("cluster thaw", "care for all of it again; asks where that starts some",
                    "--reason --yes --dry-run").first()
                    .examples("svcmgr cluster thaw", "svcmgr cluster thaw --dry-run"),
            Act.of("fence", "switch a node off now; or test whether it could be", FENCE).first()
                    .more("What the node ran starts elsewhere once that is confirmed. Without"
                    + " --node, --test asks the devices of all other nodes.")
                    .codes(FENCE_CODES)
                    .examples("svcmgr fence --test", "svcmgr fence --node n2 --reason 'it hangs'"),
            Act.of("fence-ack", "give your word that a silent node is off",
                    "--node --i-verified-it-is-off").first()
                    .more("A service may run twice if it is not.")
                    .examples("svcmgr fence-ack --node n2 --i-verified-it-is-off",
                            "svcmgr explain -s web"),
            Act.of("cluster set", "change keys of cluster.conf", ActsOnFiles.SET)
                    .takes(ActsOnFiles.PAIRS).first().more(ActsOnFiles.LISTS)
                    .examples("svcmgr cluster set hb#1.timeout=10s",
                            "svcmgr cluster set stonith#n1.type=ipmi stonith#n1.addr=10.0.1.1"),
            Act.of("cluster print config", "cluster.conf", "--format", ActsOnFiles.SEEN).first()
                    .examples("svcmgr cluster print config",
                            "svcmgr cluster print config --format json"),
            Act.of("cluster unset", "take keys, or whole sections, out of cluster.conf",
                    ActsOnFiles.KEY).takes(ActsOnFiles.KEYS)
                    .examples("svcmgr cluster unset hb#1.timeout", "svcmgr cluster unset hb#2"),
            Act.of("cluster get", "what a key of cluster.conf says, as it is written",
                    ActsOnFiles.KEY, ActsOnFiles.SEEN, "--format").takes(ActsOnFiles.KEYS)
                    .examples("svcmgr cluster get cluster.nodes",
                            "svcmgr cluster get hb#1.timeout --eval"),
            Act.of("cluster eval", "what a key of cluster.conf says, as a node sees it",
                    ActsOnFiles.KEY, ActsOnFiles.SEEN, "--format").takes(ActsOnFiles.KEYS)
                    .examples("svcmgr cluster eval hb#1.timeout",
                            "svcmgr cluster eval hb#1.addr --as n2"),
            Act.of("cluster edit config", "cluster.conf in your editor; checked before it holds",
                    "--config").examples("svcmgr cluster edit config",
                            "svcmgr cluster edit config --config /tmp/draft/cluster.conf"),
            Act.same("cluster edit", "cluster edit config"),
            Act.of("cluster config diff", "what differs in cluster.conf between here and a node",
                    "--format")
                    .takes("<node>")
                    .examples("svcmgr cluster config diff n2", "svcmgr cluster config diff n3"),
            Act.of("cluster config take", "where it was changed apart: that node's is everybody's",
                    "--node").takes("<node>")
                    .examples("svcmgr cluster config take n2", "svcmgr cluster config diff n2"),
            Act.of("cluster leave", "stop what runs here, so that others start it, and end this"
                    + " node's membership", "--yes --dry-run --force --time")
                    .more("Without its agent, only the membership ends; then cluster forget on one"
                    + " that stays.")
                    .examples("svcmgr cluster leave --dry-run", "svcmgr cluster leave"),
            Act.of("cluster forget", "end the membership of a node that is gone")
                    .takes("<node>")
                    .examples("svcmgr cluster forget n2", "svcmgr nodes"),
            Act.of("cluster drill link-cut", "cut one link of this node for a while, and watch that"
                    + " nothing moves", "--link --for --yes --dry-run --time --node")
                    .more("Its agent drops what comes in on it and sends nothing there; no packet"
                    + " filter is touched. Refused, with every reason, unless all is well. The link"
                    + " is restored at once when another one fails or anything moves, and within"
                    + " a second when the agent ends or hangs.")
                    .codes(DRILL_CODES)
                    .examples("svcmgr cluster drill link-cut --dry-run",
                            "svcmgr cluster drill link-cut --link hb#2 --for 30s"),
            Act.of("cluster key rotate", "change the key that seals, on all nodes", "--node")
                    .more("Refused while a node is not heard: it would be shut out.")
                    .examples("svcmgr cluster key rotate", "svcmgr cluster key rotate --node n2"),
            Act.of("cluster disk-init", "make a disk ready for links of type disk",
                    "--dev --force --yes")
                    .examples("svcmgr cluster disk-init --dev /dev/sdx",
                            "svcmgr cluster disk-init --dev /dev/sdx --force"));

    private ActsOfCluster() {
    }
}
