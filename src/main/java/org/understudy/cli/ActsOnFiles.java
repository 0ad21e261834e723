package org.understudy.cli;

import java.util.List;

/** What reads and changes the files of services. */
final class ActsOnFiles {
    static final String KEY = "--kw --param";
    static final String SET = KEY + " --value";
    static final String SEEN = "--eval --impersonate";
    static final String PAIRS = "<key>=<value> …";
    static final String KEYS = "<key> …";
    static final String LISTS = "list+=x adds to a list, list-=x takes away, list|=x adds what is"
            + " missing. All of it is done, or nothing: what would make the file wrong is refused"
            + " with all that is wrong.";

    static final List<Act> ALL = List.of(
            Act.of("set", "change keys of its file", "--service", SET, "--node").takes(PAIRS)
                    .first().more(LISTS)
                    .examples("svcmgr -s web set orchestrate=ha fs#1.mnt_opt@n2=ro",
                            "svcmgr -s web set nodes+=n3"),
            Act.of("unset", "take keys, or whole sections, out of it", "--service", KEY, "--node")
                    .takes(KEYS).first()
                    .examples("svcmgr -s web unset fs#1.mnt_opt@n2", "svcmgr -s web unset fs#2"),
            Act.of("get", "what a key says, as it is written", "--service", KEY, SEEN,
                    "--node --format").takes(KEYS).first()
                    .examples("svcmgr -s web get fs#1.mnt", "svcmgr -s web get nodes --eval"),
            Act.of("edit config", "the whole file in your editor; checked before it holds",
                    "--service --config").first()
                    .more("The editor is that of $VISUAL, else of $EDITOR, else vi. A draft that"
                    + " is not installed is kept, and its place told.")
                    .examples("svcmgr -s web edit config",
                            "svcmgr -s web edit config --config /tmp/svcmgr-edit-1/web.conf"),
            Act.same("edit", "edit config"),
            Act.of("print config", "its file", "--service --format", SEEN, "--node").first()
                    .examples("svcmgr -s web print config",
                            "svcmgr -s web print config --eval --format json"),
            Act.of("validate", "all that is wrong or odd with a file",
                    "[--service] --everywhere --format").takes("[<file> …]").first()
                    .more("validate config is the same, behind a service. For programs, what is"
                    + " said of several is one document, with a field for each.")
                    .codes("0 nothing is wrong, or only odd; 1 something is; 2 not understood")
                    .examples("svcmgr -s web validate --everywhere",
                            "svcmgr validate /root/new.conf"),
            Act.of("keywords", "what files may say", "--format").takes("[<section>[.<key>]]")
                    .first()
                    .examples("svcmgr keywords fs", "svcmgr keywords fs.mnt"),
            Act.of("create", "make a service", "--service --config --template --kw").first()
                    .more("Of a file, a template or single keys: --template with another name"
                    + " says which there are.")
                    .examples("svcmgr -s web create --template postgres --kw nodes='n1 n2'",
                            "svcmgr -s web create --config new.conf"),
            Act.of("delete", "delete its file, on all nodes; stops nothing",
                    "--service --rid --yes")
                    .more("Refused while it is up. The file is kept in"
                    + " /var/lib/understudy/deleted. With --rid these sections alone go.")
                    .examples("svcmgr -s web delete", "svcmgr -s web delete --rid fs#2"),
            Act.of("eval", "what a key says, as a node sees it", "--service", KEY, SEEN,
                    "--node --format").takes(KEYS)
                    .examples("svcmgr -s web eval fs#1.mnt", "svcmgr -s web eval nodes --as n2"),
            Act.of("enable", "take resources, or all of it, into actions again",
                    "--service --rid")
                    .examples("svcmgr -s web enable --rid fs#1", "svcmgr -s web enable"),
            Act.of("disable", "leave resources, or all of it, out of all actions",
                    "--service --rid")
                    .examples("svcmgr -s web disable --rid fs#1,ip", "svcmgr -s web disable"),
            Act.of("config diff", "what differs between its file here and on a node",
                    "--service --format").takes("<node>")
                    .examples("svcmgr -s web config diff n2", "svcmgr 'web*' config diff n2"),
            Act.of("config take", "where it was changed apart: that node's file is everybody's",
                    "--service --node").takes("<node>")
                    .more("This node's own name keeps what is here.")
                    .examples("svcmgr -s web config take n2", "svcmgr -s web config diff n2"));

    private ActsOnFiles() {
    }
}
