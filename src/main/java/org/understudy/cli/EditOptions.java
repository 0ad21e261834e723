package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of the actions on files, and of those on the cluster's members. */
final class EditOptions {
    @Option(names = "--kw", paramLabel = "<key>[=<value>]",
            description = {"set, create: the same as behind the action; may be given again",
        "get, unset, eval: the key; may be given again"})
    List<String> expressions = new ArrayList<>();

    @Option(names = "--param", paramLabel = "<key>", description = "the key")
    String param = "";

    @Option(names = "--value", paramLabel = "<value>", description = "the value of --param")
    String value;

    @Option(names = "--eval",
            description = "as a node sees it, not as it is written")
    boolean eval;

    @Option(names = {"--as", "--impersonate"}, paramLabel = "<node>",
            description = "as that node sees it; this one unless given")
    String as = "";

    @Option(names = "--rid", split = ",", paramLabel = "<rid>",
            description = {"these resources, or groups of them; all unless given",
        "run, abort, enter, forget: this one", "print resource status: of which"})
    List<String> rids = new ArrayList<>();

    @Option(names = "--confirm", description = "the same as --yes")
    boolean confirmed;

    @Option(names = "--template", paramLabel = "<name>",
            description = "from one of the examples, or a file")
    String template = "";

    @Option(names = "--name", paramLabel = "<name>", description = "the cluster's")
    String name = "";

    @Option(names = "--addr", paramLabel = "<link>=<address>",
            description = "the node's own, hb#1=10.0.0.1,hb#2=10.1.0.1; one alone: of hb#1")
    String addresses = "";

    @Option(names = "--dev", paramLabel = "<path>", description = "the disk, or a file on one")
    String dev = "";

    @Option(names = "--update", description = "of a member, for the newer file")
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
                        + "hb#2=10.1.0.1, got \"" + addresses + "\"", "svcmgr cluster init --help");
            }
        }
        return all;
    }
}
