package org.understudy.cli;

import java.util.List;

/** What is done to services from day to day. */
final class ActsOnServices {
    private static final String ASKING =
            "--service --local --wait --time --reason --dry-run --node";
    private static final String MOVE = "--wait --time --reason --dry-run --node";
    private static final String PART = "--rid --tags --subsets --waitlock";
    private static final String SYNC = "--service --rid --force --time --node";

    static final List<Act> ALL = List.of(
            Act.of("start", "start it: by the cluster if orchestrate=ha, else here", ASKING, PART,
                    "--upto").first()
                    .more("What the cluster is to do is done once the nodes have heard of it: the"
                    + " command sets that as the target and ends, or with --wait sees it through."
                    + " A part of a service, and with --local all of it, is started on this node"
                    + " alone, never beside what is up on another one. startip, startdisk,"
                    + " startvg, startloop, startfs, startshare, startcontainer, startapp and"
                    + " startstandby start such resources alone, prstart the reservations of its"
                    + " disks.")
                    .examples("svcmgr -s web start --wait",
                            "svcmgr -s web start --upto fs --dry-run"),
            Act.of("stop", "stop it, and leave it so: it is frozen", ASKING, PART,
                    "--for --downto --force").first()
                    .more("Where the cluster would start it again, it is frozen first, until"
                    + " somebody starts or thaws it. stopip, stopdisk, stopvg, stoploop, stopfs,"
                    + " stopshare, stopcontainer, stopapp and stopstandby stop such resources"
                    + " alone, prstop the reservations of its disks.")
                    .examples("svcmgr 'web*,db' stop --wait",
                            "svcmgr -s web stop --rid app#1,ip --dry-run"),
            Act.of("restart", "stop and start it where it is up, node by node", ASKING, PART,
                    "--force").first()
                    .examples("svcmgr -s web restart --wait",
                            "svcmgr -s web restart --rid app --local"),
            Act.of("switch", "stop it where it is, start it on another node", "--service --to",
                    MOVE).first()
                    .more("Where it is frozen, it is thawed by that.")
                    .examples("svcmgr -s web switch --to n2 --dry-run",
                            "svcmgr -s web switch --wait --reason 'new disk in n1'"),
            Act.of("giveback", "switch it to the node that it prefers", "--service", MOVE).first()
                    .more("Refused, with why, where nothing would move since that node cannot run"
                    + " it; where it is frozen there, thaw it first.")
                    .examples("svcmgr -s web giveback --wait",
                            "svcmgr -s 'web*' giveback --dry-run"),
            Act.of("drill switch-and-back", "switch it there and back; how long was it down?",
                    "--service --to --yes --dry-run --time --node")
                    .more("By the ordinary switch, with its rules and refusals; refused, with every"
                    + " reason, unless all is well. If the way there fails, what follows is what"
                    + " follows from any switch that fails. It is down twice, for a moment.")
                    .codes(ActsOfCluster.DRILL_CODES)
                    .examples("svcmgr -s web drill switch-and-back --dry-run",
                            "svcmgr -s web drill switch-and-back --to n2 --yes"),
            Act.of("drills end", "end the drill of this node early", "--time --node")
                    .more("A link that is cut is restored at once; a service on its way there goes"
                    + " back at once, and one on its way back goes on.")
                    .codes("0 it is over, or was so by itself; 1 none is on, or it failed; 2 not"
                    + " understood")
                    .examples("svcmgr drills end", "svcmgr drills end --node n2"),
            Act.of("freeze", "leave it alone, whatever happens", ASKING, "--for").first()
                    .more("What is up stays up, and nothing of it is started, moved or restarted"
                    + " by itself until it is thawed.")
                    .examples("svcmgr -s web freeze --reason 'new disk' --for 2h",
                            "svcmgr -s web freeze --local"),
            Act.of("thaw", "care for it again; asks first where that starts it", ASKING, "--yes")
                    .first()
                    .examples("svcmgr -s web thaw", "svcmgr allservices thaw --yes"),
            Act.same("unfreeze", "thaw"),
            Act.of("abort", "forget what was asked for; end and undo what runs", ASKING, "--rid")
                    .first()
                    .more("What runs ends at its step, and a start is undone. With --rid only the"
                    + " run of that task or sync ends, on this node.")
                    .examples("svcmgr -s web abort", "svcmgr -s web abort --rid task#1"),
            Act.of("clear", "forget that a start failed, so that it is tried again", ASKING)
                    .first()
                    .examples("svcmgr -s web clear", "svcmgr --status down clear"),
            Act.of("shutdown", "stop it with its standby resources", ASKING, "--for --waitlock")
                    .examples("svcmgr -s web shutdown --wait",
                            "svcmgr -s web shutdown --local --dry-run"),
            Act.of("takeover", "switch it to this node", "--service", MOVE)
                    .examples("svcmgr -s web takeover --wait",
                            "svcmgr -s web takeover --dry-run"),
            Act.of("run", "run a task once, where the service is up",
                    "--service --rid --yes --confirm --time --node")
                    .examples("svcmgr -s web run --rid task#1",
                            "svcmgr -s web run --rid task#1 --yes --time 1h"),
            Act.of("sync nodes", "copy its files to its other nodes, from where it is up", SYNC)
                    .more("Only what is due is copied, unless --force is given. sync drp copies to"
                    + " the nodes of drpnodes, sync all to both.")
                    .examples("svcmgr -s web sync nodes",
                            "svcmgr -s web sync nodes --rid sync#1 --force"),
            Act.same("syncnodes", "sync nodes"),
            Act.of("sync drp", "copy its files to the nodes of drpnodes", SYNC)
                    .examples("svcmgr -s web sync drp", "svcmgr -s web sync drp --force"),
            Act.same("syncdrp", "sync drp"),
            Act.of("sync all", "copy its files to its other nodes and to drpnodes", SYNC)
                    .examples("svcmgr -s web sync all", "svcmgr allservices sync all --force"),
            Act.same("syncall", "sync all"), Act.same("sync update", "sync all"),
            Act.same("syncupdate", "sync all"),
            Act.of("forget", "take your word that what is undef, and out of its file, is down",
                    "--service --rid --i-verified-it-is-down --node")
                    .more("What still runs of it may run twice afterwards.")
                    .examples("svcmgr -s web forget --rid app#1 --i-verified-it-is-down",
                            "svcmgr -s web forget --i-verified-it-is-down"),
            Act.of("enter", "a shell in one of its containers that is up", "--service --rid")
                    .codes("that of the shell")
                    .examples("svcmgr -s web enter", "svcmgr -s web enter --rid container#1"),
            Act.of("docker", "docker, for the service's own daemon", "--service")
                    .takes("<words for docker>")
                    .more("All that stands behind the word goes to docker, so --help has to stand"
                    + " before it.")
                    .codes("that of docker")
                    .examples("svcmgr -s web docker ps",
                            "svcmgr -s web docker logs web.container.1"),
            Act.of("podman", "podman, on the service's own containers and images", "--service")
                    .takes("<words for podman>")
                    .more("As root, where what they are kept on is mounted. All that stands behind"
                    + " the word goes to podman, so --help has to stand before it.")
                    .codes("that of podman")
                    .examples("svcmgr -s web podman ps",
                            "svcmgr -s web podman logs web.container.1"));

    private ActsOnServices() {
    }
}
