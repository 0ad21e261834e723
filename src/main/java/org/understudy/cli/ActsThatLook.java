package org.understudy.cli;

import java.util.List;

/** What only looks and changes nothing. */
final class ActsThatLook {
    private static final String ONE = "--service --node";
    private static final String NOTED = "What cannot be told on this node now is said on the"
            + " standard error; print devs says which device is whose.";
    private static final String PUSHED = "nothing: there is no collector";

    static final List<Act> ALL = List.of(
            Act.of("print status", "its resources as a tree, freshly read", ONE,
                    "--format --color --refresh")
                    .first()
                    .examples("svcmgr -s web print status",
                            "svcmgr 'web*' print status --format json"),
            Act.of("explain", "why it is as it is; why it is not on another node", ONE,
                    "--why-not --format").first()
                    .more("For programs: its one sentence, the rule by which is decided now, and"
                    + " each reason.")
                    .examples("svcmgr -s web explain", "svcmgr -s web explain --why-not n2",
                            "svcmgr -s web explain --filter .sentence"),
            Act.of("timeline", "what happened on all nodes, causes before effects",
                    "[--service] --since --follow --after --format --node").first()
                    .examples("svcmgr timeline --since 1h", "svcmgr -s web timeline --follow"),
            Act.of("logs", "what this node's agent wrote",
                    "[--service] --since --follow --lines --format --node").first()
                    .more("-f is short for --follow.")
                    .examples("svcmgr -s web logs -f", "svcmgr logs --since 14:03 -n 20"),
            Act.of("simulate", "what would follow, and when; nothing is changed",
                    "[--service] --crash --reboot --shutdown --cut --heal --fail --freeze",
                    "--thaw --switch --then --after --config --format").first()
                    .examples("svcmgr simulate --crash n1",
                            "svcmgr -s web simulate --cut hb#1 --then --fail fs#1"),
            Act.of("nodes", "which nodes are heard, frozen, could be fenced",
                    "--format --color --node")
                    .first().examples("svcmgr nodes", "svcmgr nodes --format json"),
            Act.of("links", "how the nodes are heard, and what had to be dropped",
                    "--format --color --node").first()
                    .examples("svcmgr links", "svcmgr links --node n2"),
            Act.of("rto", "how long its last takeovers took, phase by phase", ONE,
                    "--last --format").first().more("For programs in milliseconds.")
                    .examples("svcmgr -s web rto", "svcmgr -s web rto --last 3 --format csv"),
            Act.of("drills", "the last drills of all nodes, and how they went", "--format --node")
                    .first().examples("svcmgr drills", "svcmgr drills --format json"),
            Act.of("timings", "how long what takes at most, and where that comes from",
                    "--format --node").examples("svcmgr timings", "svcmgr timings --node n2"),
            Act.of("status", "one word, and the same as exit code", ONE, "--format --refresh")
                    .more("For programs the word of each service; the exit code is that of all"
                    + " together.")
                    .codes("0 up, 1 down, 2 warn, 3 n/a, 5 undef, 6 and 7 stdby up and down; 2"
                    + " also where the line was not understood")
                    .examples("svcmgr -s web status", "svcmgr allservices status"),
            Act.of("frozen", "whether it is: True or False", ONE, "--format")
                    .examples("svcmgr -s web frozen", "svcmgr '*' frozen"),
            Act.of("ls", "the names of the services that are meant, or of all",
                    "[--service] --format --node")
                    .examples("svcmgr ls", "svcmgr -s fs: ls"),
            Act.of("json status", "the same as print status --format json", ONE,
                    "--refresh")
                    .examples("svcmgr -s web json status", "svcmgr 'web*' json status"),
            Act.of("print resource status", "one word, of one resource; freshly read", ONE,
                    "--rid --format --refresh")
                    .examples("svcmgr -s web print resource status --rid fs#1",
                            "svcmgr -s web print resource status --rid disk,ip"),
            Act.of("print schedule", "what runs by itself, and when it did last", ONE, "--format")
                    .examples("svcmgr -s web print schedule",
                            "svcmgr allservices print schedule --format csv"),
            Act.of("print devs", "which devices each resource uses and gives, and on which disks",
                    ONE, "--format")
                    .more("As this node has them now: what cannot be told here, such as the device"
                    + " of an image file that is not attached, is a note. A disk is where that"
                    + " ends for this node: a loop device is one, too. Devices inside containers,"
                    + " and network filesystems, are not looked at.")
                    .examples("svcmgr -s web print devs",
                            "svcmgr -s web print devs --node n2 --format json"),
            Act.of("print devlist", "the devices its resources use and give, a line each", ONE,
                    "--format").more(NOTED)
                    .examples("svcmgr -s web print devlist", "svcmgr 'web*' print devlist"),
            Act.of("print disklist", "the disks all that lies on, a line each", ONE,
                    "--format").more(NOTED)
                    .examples("svcmgr -s web print disklist",
                            "svcmgr -s web print disklist --node n2"),
            Act.of("json devlist", "the same as print devlist, as JSON", ONE).more(NOTED)
                    .examples("svcmgr -s web json devlist", "svcmgr 'web*' json devlist"),
            Act.of("json disklist", "the same as print disklist, as JSON", ONE).more(NOTED)
                    .examples("svcmgr -s web json disklist", "svcmgr 'web*' json disklist"),
            Act.of("print config mtime", "when its file was changed, in seconds since 1970", ONE,
                    "--format")
                    .examples("svcmgr -s web print config mtime",
                            "svcmgr '*' print config mtime"),
            Act.of("prstatus", "the status of the reservations of its disks, and as exit code",
                    ONE, "--format")
                    .codes("0 up, 1 down, 2 warn, 3 n/a, 5 undef; 2 also where the line was not"
                    + " understood")
                    .examples("svcmgr -s web prstatus", "svcmgr -s web prstatus --node n2"),
            Act.of("push", PUSHED, "--service")
                    .examples("svcmgr -s web push", "svcmgr allservices push"),
            Act.same("push config", "push"), Act.same("push resinfo", "push"));

    private ActsThatLook() {
    }
}
