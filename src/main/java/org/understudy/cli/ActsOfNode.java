package org.understudy.cli;

import java.util.List;

/** What concerns one node: this one, unless another one is named. */
final class ActsOfNode {
    private static final String CHANGE = "--wait --time --reason --dry-run --node";

    static final List<Act> ALL = List.of(
            Act.of("node freeze", "leave all that is on it alone", CHANGE, "--for").first()
                    .examples("svcmgr node freeze --reason 'new fan' --for 1h",
                            "svcmgr node freeze --node n2"),
            Act.of("node thaw", "care for it again; asks first where that starts some", CHANGE,
                    "--yes").first()
                    .examples("svcmgr node thaw", "svcmgr node thaw --yes --node n2"),
            Act.same("node unfreeze", "node thaw"),
            Act.of("node drain", "freeze it, have the others take its services over", CHANGE,
                    "--for").first()
                    .examples("svcmgr node drain --wait --reason 'new fan'",
                            "svcmgr node drain --dry-run"),
            Act.of("node shutdown", "hand its services over, and end its agent",
                    "--wait --time --dry-run --node").first()
                    .examples("svcmgr node shutdown --wait", "svcmgr node shutdown --dry-run"),
            Act.of("node reboot", "hand its services over, then have the machine boot again",
                    "--wait --time --dry-run --node").first()
                    .more("As node shutdown; the machine boots once all is stopped and the others"
                    + " know it. Where something does not stop in time nothing is booted, the"
                    + " agent starts again, and timeline says what was left: node.not_left.")
                    .examples("svcmgr node reboot --wait", "svcmgr node reboot --dry-run"),
            Act.of("node ping", "whether a node is heard", "--node --format").first()
                    .codes("0 it is heard, 1 it is not, 2 not understood")
                    .examples("svcmgr node ping --node n2", "nodemgr ping --node n2"),
            Act.of("node ls", "the names of the nodes", "--node --format")
                    .examples("svcmgr node ls", "nodemgr ls"),
            Act.of("node prkey", "by which keys it reserves disks, and where those come from",
                    "--format --node")
                    .more("Keys belong to services: one is made of the names of service and node,"
                    + " so that every node knows those of the others, unless the keyword prkey of"
                    + " the resource or of DEFAULT says another.")
                    .examples("svcmgr node prkey", "nodemgr prkey --node n2 --format json"),
            Act.of("node frozen", "whether it is: True or False", "--node --format")
                    .examples("svcmgr node frozen", "svcmgr node frozen --node n2"),
            Act.of("node stonith", "the same as fence",
                    ActsOfCluster.FENCE)
                    .examples("svcmgr node stonith --node n2", "nodemgr stonith --test"),
            Act.of("node set", "change keys of node.conf", ActsOnFiles.SET)
                    .takes(ActsOnFiles.PAIRS).more(ActsOnFiles.LISTS)
                    .examples("svcmgr node set max_parallel=3",
                            "svcmgr node set watchdog=/dev/watchdog"),
            Act.of("node unset", "take keys out of node.conf", ActsOnFiles.KEY)
                    .takes(ActsOnFiles.KEYS)
                    .examples("svcmgr node unset max_parallel", "nodemgr unset watchdog"),
            Act.of("node get", "what a key of node.conf says, as it is written", ActsOnFiles.KEY,
                    ActsOnFiles.SEEN, "--format").takes(ActsOnFiles.KEYS)
                    .examples("svcmgr node get max_parallel", "nodemgr get --param watchdog"),
            Act.of("node eval", "what holds on this node", ActsOnFiles.KEY, ActsOnFiles.SEEN,
                    "--format").takes(ActsOnFiles.KEYS)
                    .examples("svcmgr node eval max_parallel", "nodemgr eval watchdog"),
            Act.of("node print config", "node.conf", "--format", ActsOnFiles.SEEN)
                    .examples("svcmgr node print config",
                            "svcmgr node print config --format json"),
            Act.of("node edit config", "node.conf in your editor; checked before it holds",
                    "--config").examples("svcmgr node edit config",
                            "svcmgr node edit config --config /tmp/draft/node.conf"),
            Act.same("node edit", "node edit config"));

    private ActsOfNode() {
    }
}
