package org.understudy.cli;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which option means something to which action; one that means nothing is refused, not ignored. */
final class Applies {
    private static final Set<String> ALWAYS = Set.of("--help", "--version", "--docker-socket");
    private static final String ASKING =
            "--service --node --local --wait --time --reason --dry-run";
    private static final String PART = "--rid --tags --subsets --waitlock";
    private static final String KEY = "--kw --param";
    private static final String SET = KEY + " --value";
    private static final String SEEN = "--eval --impersonate";
    private static final String FENCE = "--node --test --yes --reason --time --dry-run";
    private static final String SYNC = "--service --node --rid --force --time";
    private static final String OF_NODE = "--node --wait --time --reason --dry-run";

    /** By action; an action of two words is known by both. */
    private static final Map<String, Set<String>> OPTIONS = Map.ofEntries(
            action("start", ASKING, PART, "--upto"),
            action("stop", ASKING, PART, "--for --downto --force"),
            action("shutdown", ASKING, "--for --waitlock"),
            action("restart", ASKING, PART, "--force"),
            action("abort", ASKING, "--rid"), action("clear", ASKING),
            action("freeze", ASKING, "--for"), action("thaw", ASKING, "--yes"),
            action("unfreeze", ASKING, "--yes"),
            action("switch", "--service --node --to --wait --time --reason --dry-run"),
            action("takeover", "--service --node --wait --time --reason --dry-run"),
            action("giveback", "--service --node --wait --time --reason --dry-run"),
            action("set", "--service --node", SET),
            action("unset", "--service --node", KEY),
            action("get", "--service --node", KEY, SEEN),
            action("eval", "--service --node", KEY, SEEN),
            action("edit", "--service --config"), action("edit config", "--service --config"),
            action("enable", "--service --rid"), action("disable", "--service --rid"),
            action("sync nodes", SYNC), action("syncnodes", SYNC), action("sync drp", SYNC),
            action("syncdrp", SYNC), action("sync all", SYNC), action("syncall", SYNC),
            action("sync update", SYNC), action("syncupdate", SYNC),
            action("run", "--service --node --rid --yes --confirm --time"),
            action("create", "--service --config --template --kw"),
            action("delete", "--service --rid --yes"),
            action("print config", "--service --node --format", SEEN),
            action("config diff", "--service"),
            action("config take", "--service --node"),
            action("status", "--service --node"), action("prstatus", "--service --node"),
            action("forget", "--service --node --rid --i-verified-it-is-down"),
            action("print status", "--service --node --format"),
            action("json status", "--service --node"), action("frozen", "--service --node"),
            action("ls", "--service --node --format"), action("enter", "--service --rid"),
            action("print config mtime", "--service --node"),
            action("print resource status", "--service --node --rid"),
            action("print schedule", "--service --node --format"),
            action("push", "--service"), action("push config", "--service"),
            action("push resinfo", "--service"),
            action("node frozen", "--node"), action("node ls", "--node"),
            action("node ping", "--node"), action("node stonith", FENCE),
            action("cluster set", SET), action("node set", SET),
            action("cluster unset", KEY), action("node unset", KEY),
            action("cluster get", KEY, SEEN), action("node get", KEY, SEEN),
            action("cluster eval", KEY, SEEN), action("node eval", KEY, SEEN),
            action("cluster print config", "--format", SEEN),
            action("node print config", "--format", SEEN),
            action("cluster edit", "--config"), action("cluster edit config", "--config"),
            action("node edit", "--config"), action("node edit config", "--config"),
            action("cluster init", "--name --node --addr"),
            action("cluster token", "--node --addr --for"), action("cluster join", "--update"),
            action("cluster config diff"), action("cluster config take", "--node"),
            action("cluster leave", "--yes --dry-run --force --time"),
            action("cluster forget"),
            action("cluster key rotate", "--node"),
            action("cluster disk-init", "--dev --force --yes"),
            action("explain", "--service --node --why-not"), action("docker", "--service"),
            action("rto", "--service --node --last"), action("nodes", "--node --format"),
            action("timings", "--node --format"), action("links", "--node --format"),
            action("keywords", "--format"),
            action("validate", "--service --everywhere --format"), action("timeline",
                    "--service --node --since --format --follow --after"),
            action("logs", "--service --node --since --format --follow --lines"),
            action("simulate", "--service --config --format", "--crash --reboot --shutdown --cut",
                    "--heal --fail --freeze --thaw --switch --then --after"),
            action("fence", FENCE),
            action("fence-ack", "--node --i-verified-it-is-off"),
            action("node freeze", OF_NODE, "--for"), action("node thaw", OF_NODE, "--yes"),
            action("node drain", OF_NODE, "--for"),
            action("node shutdown", "--node --wait --time --dry-run"),
            action("cluster freeze", "--reason --for --dry-run"),
            action("cluster thaw", "--reason --yes --dry-run"));

    private Applies() {
    }

    /** Without streams, which take longer to begin than all of this. */
    private static Map.Entry<String, Set<String>> action(String name, String... options) {
        Set<String> all = new HashSet<>();
        for (String some : options) {
            Collections.addAll(all, some.split(" "));
        }
        if (all.contains("--service")) {
            all.add("--status");
        }
        return Map.entry(name, all);
    }

    /** The options of every action, but those of all; for the manual. */
    static Map<String, Set<String>> all() {
        return OPTIONS;
    }

    /** Refuses what does not apply; an action that nobody knows is refused elsewhere. */
    static void check(String action, List<String> options) throws Failure {
        Set<String> known = OPTIONS.get(action);
        List<String> strange = options.stream().distinct()
                .filter(name -> !ALWAYS.contains(name))
                .filter(name -> known != null && !known.contains(name)).toList();
        if (!strange.isEmpty()) {
            throw Failure.usage(action + ": " + String.join(", ", strange) + (strange.size() == 1
                    ? " does not apply" : " do not apply"), "svcmgr --help");
        }
    }
}
