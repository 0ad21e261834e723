package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of the actions on files, and of those on the cluster's members. */
final class EditOptions {
    @Option(names = "--kw", paramLabel = "<key>=<value>",
            description = "set, create: same as the word; get, unset: the key")
    List<String> expressions = new ArrayList<>();

    @Option(names = "--param", paramLabel = "<key>", description = "set, get, unset: the key")
    String param = "";

    @Option(names = "--value", paramLabel = "<value>", description = "set: the value of --param")
    String value;

    @Option(names = "--eval",
            description = "get, print config: as a node sees it, not as it is written")
    boolean eval;

    @Option(names = {"--as", "--impersonate"}, paramLabel = "<node>",
            description = "eval: as that node sees it; this one unless given")
    String as = "";

    @Option(names = "--rid", split = ",", paramLabel = "<rid>",
            description = "start, stop, restart, enable, disable, delete: these resources, or"
                    + " groups of them; sync, run, abort: these")
    List<String> rids = new ArrayList<>();

    @Option(names = "--confirm", description = "run: the same as --yes")
    boolean confirmed;

    @Option(names = "--template", paramLabel = "<name>",
            description = "create: from one of the examples, or a file")
    String template = "";

    @Option(names = "--name", paramLabel = "<name>", description = "cluster init: the cluster's")
    String name = "";

    @Option(names = "--addr", paramLabel = "<link>=<address>",
            description = "cluster init, token: the node's own, hb#1=10.0.0.1,hb#2=10.1.0.1")
    String addresses = "";

    @Option(names = "--update", description = "cluster join: of a member, for the newer file")
    boolean update;

    boolean isEvaluated() {
        return eval || !as.isEmpty();
    }

    /** The addresses by link; one alone is that of hb#1. */
    Map<String, String> byLink() throws Failure {
        Map<String, String> all = new LinkedHashMap<>();
        for (String one : addresses.isEmpty() ? new String[0] : addresses.split(",")) {
            int equals = one.indexOf('=');
            String link = equals < 0 ? "hb#1" : one.substring(0, equals).strip();
            if (!link.matches("hb#[\\w.:-]+") || all.put(link,
                    one.substring(equals + 1).strip()) != null) {
                throw Failure.usage("--addr: expected each link once, as hb#1=10.0.0.1,"
                        + "hb#2=10.1.0.1, got \"" + addresses + "\"", "svcmgr --help");
            }
        }
        return all;
    }
}
